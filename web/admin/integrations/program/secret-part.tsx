import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OverlapHours } from '../../../../contract/api/custom-integrations.ts'
import type { Integration } from '../../../../contract/api/integrations.ts'
import type { Program } from '../../../../contract/api/program.ts'
import { useSecrets } from '../../../data/custom-integrations.ts'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Sentence, useSay } from '../../../ui/words.tsx'
import { CopyField } from '../credential-fields.tsx'
import { OverlapDialog } from './overlap-dialog.tsx'
import { Part } from './part.tsx'

/** The app secret behind dots, shown to who asks and recorded; and another in its place. */
export function SecretPart({ integration, program }: { integration: Integration; program: Program }) {
  const say = useSay()
  const { show, reset } = useSecrets(integration.id)
  const [secret, setSecret] = useState<string>()
  const [choosing, setChoosing] = useState(false)
  const replace = (overlapHours: OverlapHours) =>
    reset.mutate(overlapHours, {
      onSuccess: answer => {
        setChoosing(false)
        setSecret(answer.secret)
        toast(say('custom.secret.is_reset'))
      },
    })
  return (
    <Part title={say('custom.secret')} intro={say('custom.secret.intro')}>
      {secret ? (
        <CopyField label={say('custom.secret')} value={secret} />
      ) : (
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput label={say('custom.secret')} readOnly value={'•'.repeat(32)} style={{ flex: 1 }} />
          <Button
            variant="default"
            loading={show.isPending}
            onClick={() => show.mutate(undefined, { onSuccess: answer => setSecret(answer.secret) })}
          >
            {say('custom.secret.show')}
          </Button>
        </Group>
      )}
      {program.earlierSecretEndsAt && (
        <Text size="sm">
          <Sentence of="custom.secret.earlier" values={{ when: <Time at={program.earlierSecretEndsAt} /> }} />
        </Text>
      )}
      <Group>
        <Button variant="default" onClick={() => setChoosing(true)}>
          {say('custom.secret.reset')}
        </Button>
      </Group>
      {choosing && (
        <OverlapDialog
          title={say('custom.secret.reset')}
          body={say('custom.secret.reset.body')}
          busy={reset.isPending}
          onChoose={replace}
          onClose={() => setChoosing(false)}
        />
      )}
    </Part>
  )
}
