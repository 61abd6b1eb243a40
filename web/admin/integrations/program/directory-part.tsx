import { Switch } from '@mantine/core'
import type { Program } from '../../../../contract/api/program.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'
import { Part } from './part.tsx'

interface DirectoryPartProps {
  readonly integrationKey: string
  readonly directory: NonNullable<Program['directory']>
}

/** What an identity provider is told to keep accounts here, and whether it invites whom it makes. */
export function DirectoryPart({ integrationKey, directory }: DirectoryPartProps) {
  const say = useSay()
  const { directory: change } = useProgram(integrationKey)
  return (
    <Part title={say('custom.directory')} intro={say('custom.directory.means')}>
      <CopyField label={say('custom.directory.address')} value={directory.address} />
      <CopyField label={say('custom.directory.community')} value={directory.communityId} />
      <Switch
        label={say('custom.directory.invites')}
        description={say('custom.directory.invites.means')}
        checked={change.isPending ? change.variables : directory.invitesAtOnce}
        disabled={change.isPending}
        onChange={event => change.mutate(event.currentTarget.checked, { onSuccess: () => toast(say('session.saved')) })}
      />
    </Part>
  )
}
