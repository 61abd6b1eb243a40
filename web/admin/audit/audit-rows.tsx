import { Table, Text, UnstyledButton } from '@mantine/core'
import type { AuditEntry } from '../../../contract/api/audit.ts'
import { Stamp } from '../../ui/stamp.tsx'
import { useNarrow } from '../../ui/use-narrow.ts'
import { useSay } from '../../ui/words.tsx'
import { useSubject } from './subject.ts'

/** A row opens its entry. */
export function AuditRows({ items, open }: { items: readonly AuditEntry[]; open: (entry: AuditEntry) => void }) {
  const say = useSay()
  const subject = useSubject()
  const narrow = useNarrow()
  return (
    <Table.ScrollContainer minWidth={narrow ? 0 : 620}>
      <Table verticalSpacing={6} aria-label={say('audit.title')}>
        <Table.Thead>
          <Table.Tr>
            {!narrow && <Table.Th>{say('audit.column.when')}</Table.Th>}
            {!narrow && <Table.Th>{say('audit.column.who')}</Table.Th>}
            <Table.Th>{say('audit.column.what')}</Table.Th>
            {!narrow && <Table.Th>{say('activity.filter.address')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(entry => (
            <Table.Tr key={entry.id}>
              {!narrow && (
                <>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>
                    <Stamp at={entry.at} />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{entry.actor?.name ?? say('audit.the_server')}</Text>
                  </Table.Td>
                </>
              )}
              <Table.Td>
                <UnstyledButton
                  onClick={() => open(entry)}
                  fz="sm"
                  fw={550}
                  aria-label={say('audit.open', { sentence: entry.sentence })}
                >
                  {entry.sentence}
                </UnstyledButton>
                <Text size="xs" c="dimmed">
                  {narrow ? (
                    <>
                      {entry.actor?.name ?? say('audit.the_server')} · <Stamp at={entry.at} />
                      {entry.address && ` · ${entry.address}`}
                    </>
                  ) : (
                    subject(entry.subject)
                  )}
                </Text>
              </Table.Td>
              {!narrow && (
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {entry.address ?? '—'}
                  </Text>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
