import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Me } from '../../contract/api/session.ts'
import { useMe } from '../data/me.ts'
import { useChangeProfile } from '../data/session.ts'
import { toast } from '../ui/toast.tsx'
import { useWords } from '../ui/words.tsx'

const zones = Intl.supportedValuesOf('timeZone')

/** How others see one, and in which language and zone one reads. */
export function ProfileForm() {
  const { say, speak } = useWords()
  const me = useMe()
  const [values, setValues] = useState({
    name: me.name,
    title: me.title ?? '',
    department: me.department ?? '',
    language: me.language,
    timeZone: me.timeZone,
  })
  const change = useChangeProfile()
  const typed = (field: 'name' | 'title' | 'department') => ({
    label: say(`session.${field}`),
    value: values[field],
    maxLength: 100,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues(before => ({ ...before, [field]: value }))
    },
  })
  const save = () =>
    change.mutate(
      { ...values, title: values.title || null, department: values.department || null },
      {
        onSuccess: saved => {
          speak(saved.language, saved.timeZone)
          toast(say('session.saved'))
        },
      },
    )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="sm">
        <TextInput {...typed('name')} required autoComplete="name" />
        <TextInput {...typed('title')} />
        <TextInput {...typed('department')} />
        <Select
          label={say('session.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
          allowDeselect={false}
          value={values.language}
          onChange={language => setValues(before => ({ ...before, language: (language ?? 'en') as Me['language'] }))}
        />
        <Select
          label={say('session.time_zone')}
          placeholder={say('session.time_zone.browser')}
          data={zones}
          searchable
          clearable
          value={values.timeZone}
          onChange={timeZone => setValues(before => ({ ...before, timeZone }))}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {say('session.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
