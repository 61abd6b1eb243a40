import { Group, NativeSelect, Radio, Stack } from '@mantine/core'
import type { NoticeRoute } from '../../contract/api/group-integrations.ts'
import { useSay, useWords } from '../ui/words.tsx'

type Gather = NonNullable<NoticeRoute['gather']>

interface ChoiceProps {
  readonly gather: Gather
  readonly onGather: (gather: Gather) => void
  readonly hour: number
  readonly onHour: (hour: number) => void
}

/** How often: the events of one thing together, each by itself, or all of a day at an hour. */
export function GatherChoice({ gather, onGather, hour, onHour }: ChoiceProps) {
  const say = useSay()
  const { language } = useWords()
  const hours = Array.from({ length: 24 }, (_, value) => ({
    value: String(value),
    label: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(
      new Date(2026, 0, 1, value),
    ),
  }))
  return (
    <Radio.Group label={say('integrations.gather')} value={gather} onChange={next => onGather(next as Gather)}>
      <Stack gap="sm" mt="xs">
        {(['gather', 'each', 'digest'] as const).map(value => (
          <Radio
            key={value}
            value={value}
            label={say(`integrations.gather.${value}`)}
            description={say(`integrations.gather.${value}.body`)}
          />
        ))}
        {gather === 'digest' && (
          <Group>
            <NativeSelect
              label={say('integrations.gather.hour')}
              description={say('integrations.gather.zone')}
              data={hours}
              value={String(hour)}
              onChange={event => onHour(Number(event.currentTarget.value))}
            />
          </Group>
        )}
      </Stack>
    </Radio.Group>
  )
}
