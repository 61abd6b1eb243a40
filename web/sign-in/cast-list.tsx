import { Button, Stack, Text, Title } from '@mantine/core'
import type { Welcome } from '../../contract/api/session.ts'
import { useSay } from '../ui/words.tsx'

interface CastListProps {
  readonly cast: Welcome['cast']
  readonly busy: boolean
  readonly onChoose: (person: { email: string; password: string }) => void
}

/** Try-out only: the people of the invented company, each a click away. */
export function CastList({ cast, busy, onChoose }: CastListProps) {
  const say = useSay()
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {say('session.cast.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('session.cast.body')}
      </Text>
      {cast.map(({ name, email, password, role }) => (
        <Button
          key={email}
          variant="default"
          justify="space-between"
          disabled={busy}
          rightSection={
            <Text size="xs" c="dimmed" span>
              {say(`people.role.${role}`)}
            </Text>
          }
          onClick={() => onChoose({ email, password })}
        >
          {name}
        </Button>
      ))}
    </Stack>
  )
}
