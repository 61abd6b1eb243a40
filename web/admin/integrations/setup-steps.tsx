import type { Integration } from '../../../contract/api/integrations.ts'
import { Markdown } from '../../ui/markdown/markdown.tsx'
import { useSay } from '../../ui/words.tsx'

/** The connector's own steps for registering an app at the service; folded, nothing of them can take the focus. */
export function SetupSteps({ integration }: { integration: Integration }) {
  const say = useSay()
  const { setup = '' } = integration.admin ?? {}
  if (!setup) return null
  return (
    <details className="fold">
      <summary>{say('integrations.setup.show')}</summary>
      <Markdown text={setup} full />
    </details>
  )
}
