import { Alert } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { useAddressQuery } from '../ui/address.ts'
import { useSay } from '../ui/words.tsx'

/** Back from a service's sign-in that came to nothing: why, and what to do. Where an administrator sets one up, its own screen says it. */
export function CameBack() {
  const say = useSay()
  const [problem, setProblem] = useAddressQuery('problem')
  const setsUp = useRouterState({ select: state => /^\/admin\/integrations\/./.test(state.location.pathname) })
  if (!problem || setsUp) return null
  return (
    <Alert
      color="red"
      role="alert"
      mb="md"
      title={say('linking.problem')}
      withCloseButton
      closeButtonLabel={say('shell.close')}
      onClose={() => setProblem(undefined)}
    >
      {say(keyOf(problem))}
    </Alert>
  )
}

/** The address is anybody's to write, so its words are never shown. */
function keyOf(problem: string) {
  if (problem === 'sign_in_state') return 'session.problem.sign_in_state'
  return problem === 'access_denied' ? 'linking.problem.declined' : 'linking.problem.other'
}
