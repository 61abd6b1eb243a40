import { Button, Checkbox, Radio, Group as Row, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { covers, type Group, type LetsIn, type Privacy } from '../../contract/api/groups.ts'
import { coverColour } from '../ui/cover.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

type Values = Pick<Group, 'name' | 'description' | 'privacy' | 'cover' | 'adminsPost' | 'approvesPosts' | 'letsIn'>

interface FormProps {
  readonly first?: Values
  readonly submit: string
  readonly saving: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown }
  readonly save: (values: Values) => void
}

const blank: Values = {
  ...{ name: '', description: '', privacy: 'open', cover: 'sea' },
  ...{ adminsPost: false, approvesPosts: false, letsIn: 'privacy' },
}
const privacies: readonly Privacy[] = ['open', 'closed', 'secret']

/** Name, purpose, privacy and cover of a group, new or there already. */
export function GroupForm({ first = blank, submit, saving, save }: FormProps) {
  const say = useSay()
  const [values, setValues] = useState<Values>({
    name: first.name,
    description: first.description,
    privacy: first.privacy,
    cover: first.cover,
    adminsPost: first.adminsPost,
    approvesPosts: first.approvesPosts,
    letsIn: first.letsIn,
  })
  const set = (change: Partial<Values>) => setValues({ ...values, ...change })
  const send = (event: FormEvent) => {
    event.preventDefault()
    save({ ...values, name: values.name.trim(), description: values.description.trim() })
  }
  return (
    <Stack component="form" gap="md" onSubmit={send}>
      <TextInput
        label={say('groups.form.name')}
        value={values.name}
        onChange={event => set({ name: event.currentTarget.value })}
        maxLength={80}
        required
      />
      <Textarea
        label={say('groups.form.description')}
        description={say('groups.form.description.hint')}
        value={values.description}
        onChange={event => set({ description: event.currentTarget.value })}
        maxLength={2_000}
        autosize
        minRows={2}
        maxRows={8}
      />
      <Radio.Group
        label={say('groups.form.privacy')}
        value={values.privacy}
        onChange={value => set({ privacy: value as Privacy })}
      >
        <Stack gap="xs" mt={6}>
          {privacies.map(privacy => (
            <Radio
              key={privacy}
              value={privacy}
              label={say(`groups.privacy.${privacy}`)}
              description={say(`groups.privacy.${privacy}.means`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <LetsInChoice privacy={values.privacy} chosen={values.letsIn} choose={letsIn => set({ letsIn })} />
      <Checkbox
        label={say('groups.form.admins_post')}
        description={say('groups.form.admins_post.hint')}
        checked={values.adminsPost}
        onChange={event => set({ adminsPost: event.currentTarget.checked })}
      />
      {!values.adminsPost && (
        <Checkbox
          label={say('groups.form.approves')}
          description={say('groups.form.approves.hint')}
          checked={values.approvesPosts}
          onChange={event => set({ approvesPosts: event.currentTarget.checked })}
        />
      )}
      <CoverChoice chosen={values.cover} choose={cover => set({ cover })} />
      {saving.isError && <Refused error={saving.error} />}
      <Row justify="flex-end">
        <Button type="submit" loading={saving.isPending} disabled={!values.name.trim()}>
          {submit}
        </Button>
      </Row>
    </Stack>
  )
}

interface LetsInProps {
  readonly privacy: Privacy
  readonly chosen: LetsIn
  choose(letsIn: LetsIn): void
}

/** What the usual way is depends on who may read the group. */
function LetsInChoice({ privacy, chosen, choose }: LetsInProps) {
  const say = useSay()
  return (
    <Radio.Group label={say('groups.lets_in')} value={chosen} onChange={value => choose(value as LetsIn)}>
      <Stack gap="xs" mt={6}>
        <Radio
          value="privacy"
          label={say('groups.lets_in.privacy')}
          description={say(`groups.lets_in.privacy.${privacy}`)}
        />
        {(['anyone', 'admins'] as const).map(one => (
          <Radio
            key={one}
            value={one}
            label={say(`groups.lets_in.${one}`)}
            description={say(`groups.lets_in.${one}.means`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function CoverChoice({ chosen, choose }: { chosen: Values['cover']; choose: (cover: Values['cover']) => void }) {
  const say = useSay()
  return (
    <fieldset className={classes.covers}>
      <legend>{say('groups.form.cover')}</legend>
      {covers.map(cover => (
        <label
          key={cover}
          className={classes.swatch}
          style={{ background: coverColour(cover) }}
          title={say(`groups.cover.${cover}`)}
        >
          <input
            type="radio"
            name="cover"
            checked={cover === chosen}
            onChange={() => choose(cover)}
            aria-label={say(`groups.cover.${cover}`)}
          />
        </label>
      ))}
    </fieldset>
  )
}
