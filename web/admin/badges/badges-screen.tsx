import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconAward } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OwnBadge } from '../../../contract/api/badges.ts'
import { ownBadges, useBadges } from '../../data/badges.ts'
import { useMe } from '../../data/me.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Empty, ListFaces } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'

/** Admin Panel → Badges: those that programs may award beside the ones in stock. */
export function BadgesScreen() {
  const say = useSay()
  const { may } = useMe()
  const badges = useQuery({ ...ownBadges, enabled: may.keepBadges })
  if (!may.keepBadges) return <Missing />
  return (
    <Page title={say('badges.title')} intro={say('badges.intro')} width="wide">
      <AdminTabs here="badges" />
      <MakeBadge />
      <ListFaces
        query={badges}
        of={answer => answer.items}
        empty={
          <Empty title={say('badges.none')} icon={<IconAward size={36} stroke={1.4} />}>
            {say('badges.none.body')}
          </Empty>
        }
      >
        {items => (
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {items.map(badge => (
              <BadgeRow key={badge.id} badge={badge} />
            ))}
          </Stack>
        )}
      </ListFaces>
    </Page>
  )
}

function MakeBadge() {
  const say = useSay()
  const { make } = useBadges()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(
      { name: name.trim(), description: description.trim() },
      {
        onSuccess: ({ id }) => {
          toast(say('badges.made', { id }))
          setName('')
          setDescription('')
        },
      },
    )
  }
  return (
    <Stack component="form" className="card" p="md" gap="sm" onSubmit={send}>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={say('badges.name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          maxLength={60}
          required
          style={{ flex: '1 1 12rem' }}
        />
        <TextInput
          label={say('badges.description')}
          value={description}
          onChange={event => setDescription(event.currentTarget.value)}
          maxLength={300}
          style={{ flex: '2 1 16rem' }}
        />
        <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
          {say('badges.make')}
        </Button>
      </Group>
      {make.isError && <Refused error={make.error} />}
    </Stack>
  )
}

function BadgeRow({ badge }: { badge: OwnBadge }) {
  const say = useSay()
  const confirm = useConfirm()
  const { retire } = useBadges()
  const { id, name } = badge
  const ask = async () => {
    const sure = await confirm({
      title: say('badges.retire.title', { name }),
      body: say('badges.retire.body'),
      action: say('badges.retire'),
      danger: true,
    })
    if (sure) retire.mutate(id, { onSuccess: () => toast(say('badges.retired', { name })) })
  }
  return (
    <Group component="li" className="card" p="sm" justify="space-between" gap="sm">
      <div style={{ flex: '1 1 14rem' }}>
        <Text fw={600}>{name}</Text>
        {badge.description && <Text size="sm">{badge.description}</Text>}
        <Text size="xs" c="dimmed">
          workplace_custom#{id}, {say('badges.awarded', { count: badge.awarded })}
        </Text>
      </div>
      <Button variant="default" size="xs" loading={retire.isPending} onClick={ask}>
        {say('badges.retire')}
      </Button>
    </Group>
  )
}
