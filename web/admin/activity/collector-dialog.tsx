import { Button, Group, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Collector, type CollectorBody, collectorKinds } from '../../../contract/api/api-log.ts'
import { useCollectors } from '../../data/activity.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

const fresh: CollectorBody = { name: '', kind: 'http', url: '', calls: true, audit: true, on: true }

export function CollectorDialog({ collector, onClose }: { collector: Collector | undefined; onClose: () => void }) {
  const say = useSay()
  const { save } = useCollectors()
  const [form, setForm] = useState<CollectorBody>(collector ? bodyOf(collector) : fresh)
  const set = (part: Partial<CollectorBody>) => setForm(before => ({ ...before, ...part }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { id: collector?.id, body: form },
      {
        onSuccess: () => {
          toast(say('activity.collector.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={collector?.name ?? say('activity.collector.add')} onClose={onClose}>
      <form onSubmit={send}>
        <Stack gap="sm">
          {save.isError && <Refused error={save.error} />}
          <TextInput
            label={say('activity.collector.name')}
            required
            maxLength={100}
            data-autofocus
            value={form.name}
            onChange={event => set({ name: event.currentTarget.value })}
          />
          <Select
            label={say('activity.collector.kind')}
            data={collectorKinds.map(value => ({ value, label: say(`activity.collector.kind.${value}`) }))}
            allowDeselect={false}
            value={form.kind}
            onChange={next => set({ kind: collectorKinds.find(one => one === next) ?? 'http' })}
          />
          <TextInput
            label={say('activity.collector.url')}
            placeholder={say(`activity.collector.url.${form.kind}`)}
            required
            maxLength={500}
            spellCheck={false}
            value={form.url}
            onChange={event => set({ url: event.currentTarget.value })}
          />
          {form.kind !== 'syslog' && (
            <PasswordInput
              label={say('activity.collector.secret')}
              description={say(`activity.collector.secret.${collector?.hasSecret ? 'kept' : 'none'}`)}
              autoComplete="new-password"
              value={form.secret ?? ''}
              onChange={event => set({ secret: event.currentTarget.value })}
            />
          )}
          <Switch
            label={say('activity.collector.calls')}
            checked={form.calls}
            onChange={event => set({ calls: event.currentTarget.checked })}
          />
          <Switch
            label={say('activity.collector.audit')}
            checked={form.audit}
            onChange={event => set({ audit: event.currentTarget.checked })}
          />
          <Switch
            label={say('activity.collector.on')}
            checked={form.on}
            onChange={event => set({ on: event.currentTarget.checked })}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {say('activity.collector.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {say('activity.collector.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** The secret stays where it is unless another one is typed. */
const bodyOf = ({ name, kind, url, calls, audit, on }: Collector): CollectorBody => ({
  name,
  kind,
  url,
  calls,
  audit,
  on,
})
