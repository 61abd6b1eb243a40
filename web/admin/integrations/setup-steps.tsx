import { Spoiler } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { Markdown } from '../../ui/markdown/markdown.tsx'
import { useSay } from '../../ui/words.tsx'

/** The connector's own steps for registering an app at the service. */
export function SetupSteps({ integration }: { integration: Integration }) {
  const say = useSay()
  const { setup = '' } = integration.admin ?? {}
  if (!setup) return null
  return (
    <Spoiler maxHeight={72} showLabel={say('integrations.setup.show')} hideLabel={say('integrations.setup.hide')}>
      <Markdown text={setup} full />
    </Spoiler>
  )
}
