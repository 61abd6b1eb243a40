import { Button, Code, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../contract/api/audit.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FactsTable } from '../../ui/facts-table.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { useSay } from '../../ui/words.tsx'
import { useSubject } from './subject.ts'

interface DetailProps {
  readonly entry: AuditEntry
  readonly byActor: (actorId: string) => void
  readonly onClose: () => void
}

/** One entry: what it was before and after, and its place in the chain. */
export function AuditDetail({ entry, byActor, onClose }: DetailProps) {
  const say = useSay()
  const { actor } = entry
  return (
    <Dialog title={say('audit.entry', { id: entry.id })} onClose={onClose} size="lg">
      <Stack gap="md">
        <Text size="sm" fw={550}>
          {entry.sentence}
        </Text>
        <Facts entry={entry} />
        <Written title={say('audit.before')} json={entry.before} />
        <Written title={say('audit.after')} json={entry.after} />
        {actor && (
          <Group>
            <Button variant="default" onClick={() => byActor(actor.id)}>
              {say('audit.same_actor', { name: actor.name })}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  )
}

function Facts({ entry }: { entry: AuditEntry }) {
  const say = useSay()
  const subject = useSubject()
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['audit.column.when', <Stamp key="at" at={entry.at} />],
    ['audit.column.who', entry.actor?.name ?? say('audit.the_server')],
    ['activity.filter.address', entry.address],
    ['activity.filter.user_agent', entry.userAgent],
    ['audit.filter.country', entry.country],
    ['audit.action', <Code key="action">{entry.action}</Code>],
    [
      'audit.subject',
      `${entry.integration?.name ?? subject(entry.subject)}${entry.subjectId ? ` (${entry.subjectId})` : ''}`,
    ],
    ['audit.place', entry.n ?? say('audit.not_sealed')],
  ]
  return <FactsTable facts={facts} />
}

function Written({ title, json }: { title: string; json: string | null }) {
  if (json === null) return null
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Code block tabIndex={0} mah={260} style={{ overflow: 'auto' }}>
        {JSON.stringify(JSON.parse(json), null, 2)}
      </Code>
    </Stack>
  )
}
