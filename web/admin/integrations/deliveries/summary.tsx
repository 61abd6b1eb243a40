import { Group, Skeleton, Stack, Text, Tooltip } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { DeliverySummary } from '../../../../contract/api/webhooks.ts'
import { Refused } from '../../../ui/refused.tsx'
import { useSay, useWords } from '../../../ui/words.tsx'
import styles from './summary.module.css'
import { useDeliveryFilter } from './use-delivery-filter.ts'

type Bar = DeliverySummary['bars'][number]
type Counts = DeliverySummary['counts']

/** How it goes, in a sentence; and when, in bars that narrow the list. */
export function Summary({ query }: { query: UseQueryResult<DeliverySummary> }) {
  const say = useSay()
  const { span, filter } = useDeliveryFilter()
  if (query.isError) return <Refused error={query.error} again={() => query.refetch()} />
  if (!query.data) return <Skeleton height={96} />
  const { counts, p95Ms, bars } = query.data
  const ended = counts.delivered + counts.failed + counts.retrying
  // A share of what was chosen by how it ended says nothing.
  const narrowed = Boolean(filter.outcome ?? filter.responseClass)
  const most = Math.max(1, ...bars.map(bar => sum(bar.counts)))
  return (
    <Stack gap="xs" component="section">
      <Text>
        {narrowed
          ? say(span ? 'webhooks.summary.found.span' : 'webhooks.summary.found', { count: sum(counts) })
          : ended === 0
            ? say('webhooks.summary.none')
            : say(span ? 'webhooks.summary.span' : 'webhooks.summary', {
                share: counts.delivered / ended,
                waiting: counts.waiting + counts.retrying,
                p95: p95Ms ?? 0,
              })}
      </Text>
      <Group gap={2} wrap="nowrap" align="flex-end" className={styles.bars}>
        {bars.map(bar => (
          <OneBar key={bar.from} bar={bar} most={most} />
        ))}
      </Group>
    </Stack>
  )
}

const sum = (counts: Counts): number => Object.values(counts).reduce((all, n) => all + n, 0)

function OneBar({ bar, most }: { bar: Bar; most: number }) {
  const { language, timeZone, say } = useWords()
  const { setSpan } = useDeliveryFilter()
  const { delivered, failed, cancelled } = bar.counts
  const all = sum(bar.counts)
  const at = (instant: string) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(
      new Date(instant),
    )
  const label = say('webhooks.bar', { from: at(bar.from), to: at(bar.to), count: all, failed })
  const part = (n: number, name: string | undefined) =>
    n > 0 && <span className={name} style={{ height: `${(100 * n) / all}%` }} />
  if (all === 0) return <span className={styles.nothing} />
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        className={styles.bar}
        style={{ height: `${Math.max(8, (100 * all) / most)}%` }}
        onClick={() => setSpan(`${bar.from}/${bar.to}`)}
      >
        {part(failed, styles.failed)}
        {part(all - delivered - failed - cancelled, styles.retrying)}
        {part(cancelled, styles.cancelled)}
        {part(delivered, styles.delivered)}
      </button>
    </Tooltip>
  )
}
