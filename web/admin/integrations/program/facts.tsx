import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Program } from '../../../../contract/api/program.ts'
import { DayOf, Time } from '../../../ui/time.tsx'
import { Sentence, useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'
import { Part } from './part.tsx'

/** What it is known by, how much it is used, and by whom it was made. */
export function Facts({ program }: { program: Program }) {
  const say = useSay()
  return (
    <Part title={say('custom.facts')}>
      <CopyField label={say('custom.app_id')} value={program.appId} />
      <Table withRowBorders={false} verticalSpacing={6} horizontalSpacing={0}>
        <Table.Tbody>
          <Fact name="version">{program.apiVersion}</Fact>
          <Fact name="last_request">
            <LastRequest usage={program.usage} />
          </Fact>
          <Fact name="made">
            <ByWhom member={program.madeBy} at={program.madeAt} />
          </Fact>
          <Fact name="changed">
            <ByWhom member={program.changedBy} at={program.changedAt} />
          </Fact>
        </Table.Tbody>
      </Table>
    </Part>
  )
}

function Fact({ name, children }: { name: 'version' | 'last_request' | 'made' | 'changed'; children: ReactNode }) {
  const say = useSay()
  return (
    <Table.Tr>
      <Table.Th w="36%" fw={600} fz="sm" style={{ verticalAlign: 'top' }}>
        {say(`custom.fact.${name}`)}
      </Table.Th>
      <Table.Td fz="sm">{children}</Table.Td>
    </Table.Tr>
  )
}

/** Calls are counted by day, so a day is said. */
function LastRequest({ usage }: { usage: Program['usage'] }) {
  const say = useSay()
  if (!usage.lastDay) return say('custom.last_request.none')
  const values = { day: <DayOf at={usage.lastDay} />, count: usage.lastWeek }
  return <Sentence of="custom.last_request.when" values={values} />
}

function ByWhom({ member, at }: { member: Program['madeBy']; at: string }) {
  const values = { name: <Link to={`/people/${member.id}`}>{member.name}</Link>, when: <Time at={at} /> }
  return <Sentence of="custom.by_whom" values={values} />
}
