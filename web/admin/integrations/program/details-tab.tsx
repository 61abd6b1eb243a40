import { Button, Group, Stack, Switch, Title } from '@mantine/core'
import { useState } from 'react'
import type { Integration } from '../../../../contract/api/integrations.ts'
import type { Owner, Program } from '../../../../contract/api/program.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { Refused } from '../../../ui/refused.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { DeleteProgram } from './delete-program.tsx'
import { Facts } from './facts.tsx'
import { LogoField } from './logo-field.tsx'
import { NameFields } from './name-fields.tsx'
import { newOwnerOf, OwnerField } from './owner-field.tsx'

/** What it is called, whether members find it, who answers for it; what is known of it; and, at the end, taking it away. */
export function DetailsTab({ integration }: { integration: Integration }) {
  const { program } = integration
  if (!program) return null
  return (
    <Stack gap="xl" maw={720}>
      <Details integration={integration} program={program} />
      <Facts program={program} />
      <DeleteProgram integration={integration} />
    </Stack>
  )
}

function Details({ integration, program }: { integration: Integration; program: Program }) {
  const say = useSay()
  const [name, setName] = useState(integration.name)
  const [description, setDescription] = useState(integration.description)
  const [discoverable, setDiscoverable] = useState(program.discoverable)
  const [owner, setOwner] = useState<Owner>(program.owner)
  const { details } = useProgram(integration.id)
  const save = () =>
    details.mutate(
      {
        name,
        description,
        discoverable,
        owner: newOwnerOf(owner),
      },
      { onSuccess: () => toast(say('session.saved')) },
    )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="md">
        <Title order={2} size="h4">
          {say('custom.details')}
        </Title>
        <LogoField integration={integration} />
        <NameFields name={name} description={description} onName={setName} onDescription={setDescription} />
        <OwnerField owner={owner} onChange={setOwner} />
        <Switch
          label={say('custom.discoverable')}
          description={say('custom.discoverable.means')}
          checked={discoverable}
          onChange={event => setDiscoverable(event.currentTarget.checked)}
        />
        {details.isError && <Refused error={details.error} />}
        <Group>
          <Button type="submit" loading={details.isPending} disabled={!name.trim()}>
            {say('session.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
