import { Button, Group, List, Stack, Text } from '@mantine/core'
import type { LogIn } from '../../contract/api/log-ins.ts'
import type { Me } from '../../contract/api/session.ts'
import { useAnswerLogIn } from '../data/log-ins.ts'
import { Refused } from '../ui/refused.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

interface QuestionProps {
  readonly asked: LogIn
  readonly me: Me
  /** `address` is where a dialog goes on to. */
  readonly onAnswered: (allowed: boolean, address: string | null) => void
}

/** What a program wants to know of somebody, and their yes or no. */
export function Question({ asked, me, onAnswered }: QuestionProps) {
  const say = useSay()
  const answer = useAnswerLogIn(asked.id)
  const { program, returnHost, sharesEmail } = asked
  const give = (allowed: boolean) =>
    answer.mutate(allowed, { onSuccess: ({ address }) => onAnswered(allowed, address) })
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {say('log_in.as', { name: `${me.name} (${me.email})` })}
      </Text>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ServiceIcon src={program.icon} name={program.name} size={40} />
        <div>
          <Text fw={600}>{say('log_in.asks', { program: program.name })}</Text>
          {program.description && (
            <Text size="sm" c="dimmed">
              {program.description}
            </Text>
          )}
        </div>
      </Group>
      <div>
        <Text>{say('log_in.gets')}</Text>
        <List mt={4}>
          <List.Item>{say('log_in.gets.profile')}</List.Item>
          {sharesEmail && <List.Item>{say('log_in.gets.email')}</List.Item>}
        </List>
      </div>
      <Text size="sm" c="dimmed">
        {say('log_in.gets.not')}
      </Text>
      <Text size="sm">{returnHost === null ? say('log_in.device') : say('log_in.leads', { host: returnHost })}</Text>
      {answer.isError && <Refused error={answer.error} />}
      <Group gap="xs">
        <Button loading={answer.isPending && answer.variables} disabled={answer.isPending} onClick={() => give(true)}>
          {say('log_in.allow')}
        </Button>
        <Button variant="default" disabled={answer.isPending} onClick={() => give(false)}>
          {say('log_in.decline')}
        </Button>
      </Group>
    </Stack>
  )
}
