import { Stack, Text } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Effect as EffectOf } from '../../../contract/api/oversight.ts'
import { type Say, useSay } from '../../ui/words.tsx'
import classes from './permissions-data.module.css'

const stopping = ['groups', 'people', 'permissions', 'uses', 'notices', 'webhooks', 'accounts', 'tokens'] as const
const starting = ['groups', 'people', 'permissions'] as const

/** Who and what stops working, or starts, counted, before anything is saved. */
export function Effect({ effect }: { effect: EffectOf }) {
  const say = useSay()
  const stops = counted(say, 'stops', stopping, effect.stops)
  const starts = counted(say, 'starts', starting, effect.starts)
  const [only] = effect.items
  return (
    <Stack gap={6} className={classes.effect} role="status">
      <Text size="sm" fw={650}>
        {effect.count === 0 ? say('oversight.effect.none') : say('oversight.effect', { count: effect.count })}
      </Text>
      {stops.length > 0 && (
        <Line icon={<IconArrowDownRight size={16} aria-hidden="true" color="var(--mantine-color-red-6)" />}>
          {say('oversight.stops', { what: stops.join(' · ') })}
        </Line>
      )}
      {starts.length > 0 && (
        <Line icon={<IconArrowUpRight size={16} aria-hidden="true" color="var(--mantine-color-teal-6)" />}>
          {say('oversight.starts', { what: starts.join(' · ') })}
        </Line>
      )}
      {effect.count > 0 && stops.length + starts.length === 0 && <Text size="sm">{say('oversight.effect.quiet')}</Text>}
      {effect.items.length === 1 && only && [...only.loses, ...only.gains].length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
          {only.loses.map(sentence => (
            <Text key={sentence} component="li" size="xs" c="dimmed">
              {say('oversight.loses', { permission: sentence })}
            </Text>
          ))}
          {only.gains.map(sentence => (
            <Text key={sentence} component="li" size="xs" c="dimmed">
              {say('oversight.gains', { permission: sentence })}
            </Text>
          ))}
        </ul>
      )}
      {effect.skipped.map(({ reason, count }) => (
        <Text key={reason} size="xs" c="dimmed">
          {say(`oversight.skipped.${reason}`, { count })}
        </Text>
      ))}
    </Stack>
  )
}

const counted = <Name extends string>(
  say: Say,
  way: string,
  names: readonly Name[],
  counts: Readonly<Record<Name, number>>,
): string[] =>
  names.flatMap(name => (counts[name] > 0 ? [say(`oversight.${way}.${name}`, { count: counts[name] })] : []))

function Line({ icon, children }: { icon: ReactNode; children: string }) {
  return (
    <Text size="sm" component="div" style={{ display: 'flex', gap: 6 }}>
      <span style={{ flex: 'none', paddingTop: 2 }}>{icon}</span>
      <span>{children}</span>
    </Text>
  )
}
