import { Stack, Text } from '@mantine/core'
import { useSay } from '../../ui/words.tsx'

/** What went wrong, and what helps: a new sign-in, or what is filled in here and at the service. */
type Meaning = readonly [cause: string, cure: 'sign_in' | 'settings']

/** What a service answers who would renew a sign-in (RFC 6749 5.2), words that some have beside those, and ours. */
const known: Readonly<Record<string, Meaning>> = {
  invalid_grant: ['grant', 'sign_in'],
  bad_refresh_token: ['grant', 'sign_in'],
  'HTTP 401': ['grant', 'sign_in'],
  'no refresh token': ['ran_out', 'sign_in'],
  taken_away: ['taken_away', 'sign_in'],
  interaction_required: ['rule', 'sign_in'],
  login_required: ['rule', 'sign_in'],
  consent_required: ['rule', 'sign_in'],
  invalid_client: ['client', 'settings'],
  incorrect_client_credentials: ['client', 'settings'],
  unauthorized_client: ['not_renewed', 'settings'],
  unsupported_grant_type: ['not_renewed', 'settings'],
  invalid_scope: ['scope', 'settings'],
  invalid_request: ['request', 'settings'],
}
/** Said by ourselves: there is no word of the service to show. */
const ours = new Set(['no refresh token', 'taken_away'])

interface TroubleProps {
  readonly name: string
  readonly problem: string
  /** Whose account it is: who reads this signs in anew, or its owner does. */
  readonly whose: 'own' | 'member'
}

/** Why an account works no more, in words, and what to do next; what the service called it stands below, for whoever looks it up there. */
export function Trouble({ name, problem, whose }: TroubleProps) {
  const say = useSay()
  const [cause, cure] = (Object.hasOwn(known, problem) && known[problem]) || (['other', 'sign_in'] as const)
  return (
    <Stack gap={2} maw={whose === 'own' ? 560 : 260}>
      <Text size="sm">
        {say(`integrations.trouble.${cause}`, { name })}{' '}
        {say(`integrations.trouble.cure.${cure === 'sign_in' ? whose : cure}`, { name })}
      </Text>
      {!ours.has(problem) && (
        <Text size="xs" c="dimmed">
          {say('integrations.said', { name, problem })}
        </Text>
      )}
    </Stack>
  )
}
