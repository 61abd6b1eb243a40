import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSay } from './words.tsx'

/** What is known of one thing: the sentence that names each fact, and the fact; a dash where there is none. */
export function FactsTable({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  const say = useSay()
  return (
    <Table verticalSpacing={4} fz="sm">
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w="38%" fw={500} scope="row">
              {say(name)}
            </Table.Th>
            <Table.Td style={{ wordBreak: 'break-word' }}>{value ?? '—'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
