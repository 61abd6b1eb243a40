import { Alert } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useSay } from '../../ui/words.tsx'

/** Where nobody switched it off: why it is off, and what can be done. */
export function WhyOff({ integration }: { integration: Integration }) {
  const say = useSay()
  const { reason, program, name } = integration
  if (reason !== 'disuse' && reason !== 'plan' && reason !== 'ended') return null
  const back = reason === 'plan' && program?.inPlan ? 'plan_back' : reason
  return <Alert color="orange">{say(`custom.off.${back}`, { name })}</Alert>
}
