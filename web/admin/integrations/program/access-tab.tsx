import { Stack } from '@mantine/core'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { HelpLink } from '../../../ui/help-link.tsx'
import { useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'
import { DirectoryPart } from './directory-part.tsx'
import { LogInPart } from './log-in-part.tsx'
import { Part } from './part.tsx'
import { SecretPart } from './secret-part.tsx'
import { TokenPart } from './token-part.tsx'

/** Where it calls, and what it proves itself with: the token with each call, the secret for proofs and signatures. */
export function AccessTab({ integration }: { integration: Integration }) {
  const say = useSay()
  const { program } = integration
  if (!program) return null
  return (
    <Stack gap="xl" maw={720}>
      <Part
        title={say('custom.call')}
        intro={<HelpLink to="custom-integrations#call">{say('custom.call.means')}</HelpLink>}
      >
        <CopyField label={say('custom.call.address')} value={program.address} />
      </Part>
      <TokenPart integration={integration} program={program} />
      <SecretPart integration={integration} program={program} />
      <LogInPart integrationKey={integration.id} logIn={program.logIn} />
      {program.directory && <DirectoryPart integrationKey={integration.id} directory={program.directory} />}
    </Stack>
  )
}
