import { Text } from '@mantine/core'
import { useSay } from '../../ui/words.tsx'

/** What services say when they let nobody in (RFC 6749, and words of their own for an address they do not know). */
const known: Readonly<Record<string, string>> = {
  access_denied: 'declined',
  user_cancelled: 'declined',
  invalid_client: 'client',
  unauthorized_client: 'client',
  invalid_redirect_uri: 'redirect',
  redirect_uri_mismatch: 'redirect',
  invalid_scope: 'scope',
  temporarily_unavailable: 'away',
  server_error: 'away',
  unreachable: 'away',
}

/** Why the sign-in came to nothing. The address is anybody's to write, so its words are never shown: it only chooses among ours. */
export function CameToNothing({ name, problem }: { name: string; problem: string }) {
  const say = useSay()
  const why = Object.hasOwn(known, problem) ? known[problem] : 'other'
  return (
    <Text size="sm">
      {say(`integrations.problem.${why}`, { name })} {say('integrations.problem.kept')}
    </Text>
  )
}
