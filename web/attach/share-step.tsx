import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ComposerOffer } from '../../contract/api/attaching.ts'
import type { MemberRef } from '../../contract/api/basics.ts'
import { useAttaching } from '../data/attaching.ts'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'

interface ShareProps {
  readonly groupId: string
  readonly offer: ComposerOffer
  readonly attached: {
    readonly url: string
    readonly cannotOpen: MemberRef[] | null
    readonly unknown: number
    readonly mayGive: boolean
  }
  readonly done: () => void
}

/** Who of the group could not open what is about to be posted; they can be let in, or not. */
export function ShareStep({ groupId, offer, attached, done }: ShareProps) {
  const say = useSay()
  const { share } = useAttaching(groupId, offer.integrationId)
  const members = attached.cannotOpen ?? []
  const [chosen, setChosen] = useState(() => members.map(member => member.id))
  const give = () => share.mutate({ url: attached.url, memberIds: chosen }, { onSuccess: done })
  return (
    <Stack gap="sm">
      <Text size="sm">{say('attach.cannot', { count: members.length, name: offer.name })}</Text>
      <MemberChoice members={members} chosen={chosen} onChange={setChosen} fixed={!attached.mayGive} />
      {attached.unknown > 0 && <Text size="sm">{say('attach.unknown_of', { count: attached.unknown })}</Text>}
      {share.isError && <Refused error={share.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={done}>
          {say('attach.without')}
        </Button>
        {attached.mayGive && (
          <Button onClick={give} disabled={chosen.length === 0} loading={share.isPending}>
            {say('attach.give', { count: chosen.length })}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

interface ChoiceProps {
  readonly members: readonly MemberRef[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
  readonly fixed: boolean
}

export function MemberChoice({ members, chosen, onChange, fixed }: ChoiceProps) {
  const say = useSay()
  if (fixed)
    return (
      <ul style={{ margin: 0 }}>
        {members.map(member => (
          <li key={member.id}>{member.name}</li>
        ))}
      </ul>
    )
  return (
    <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={say('attach.people')}>
      <Stack gap={6}>
        {members.map(member => (
          <Checkbox key={member.id} value={member.id} label={member.name} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
