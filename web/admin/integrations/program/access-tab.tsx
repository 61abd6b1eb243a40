import { Stack } from '@mantine/core'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { DirectoryPart } from './directory-part.tsx'
import { LogInPart } from './log-in-part.tsx'
import { SecretPart } from './secret-part.tsx'
import { TokenPart } from './token-part.tsx'

/** What it proves itself with: the token with each call, the secret for proofs and signatures. */
export function AccessTab({ integration }: { integration: Integration }) {
  const { program } = integration
  if (!program) return null
  return (
    <Stack gap="xl" maw={720}>
      <TokenPart integration={integration} program={program} />
      <SecretPart integration={integration} program={program} />
      <LogInPart integrationKey={integration.id} logIn={program.logIn} />
      {program.directory && <DirectoryPart integrationKey={integration.id} directory={program.directory} />}
    </Stack>
  )
}
