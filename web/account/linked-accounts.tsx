import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LinkedAccount } from '../../contract/api/linking.ts'
import { linkedAccounts, useAnswerLinking, useLinkAccount, useUnlinkAccount } from '../data/linking.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { Empty, ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'

/** One's accounts at the services that are enabled here. */
export function LinkedAccounts() {
  const say = useSay()
  const accounts = useQuery(linkedAccounts)
  return (
    <ListFaces
      query={accounts}
      of={answer => answer.items}
      loading={<SkeletonLines count={2} height={56} />}
      empty={<Empty title={say('linking.none')}>{say('linking.none.body')}</Empty>}
    >
      {items => (
        <Stack gap="xs">
          {items.map(account => (
            <AccountRow key={account.integrationId} account={account} />
          ))}
        </Stack>
      )}
    </ListFaces>
  )
}

function AccountRow({ account }: { account: LinkedAccount }) {
  const say = useSay()
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap">
        <ServiceIcon src={account.icon} size={28} />
        <div>
          <Text fw={600}>{account.name}</Text>
          <Text size="sm" c="dimmed">
            {account.label
              ? say('linking.as', { label: account.label })
              : say(account.never ? 'linking.never_asked' : 'linking.not_linked')}
          </Text>
        </div>
        {account.broken && (
          <Badge color="red" variant="dot">
            {say('linking.broken')}
          </Badge>
        )}
      </Group>
      <AccountActions account={account} />
    </Group>
  )
}

function AccountActions({ account }: { account: LinkedAccount }) {
  const say = useSay()
  const confirm = useConfirm()
  const link = useLinkAccount()
  const unlink = useUnlinkAccount()
  const choose = useAnswerLinking(account.integrationId)
  const askUnlink = async () => {
    const action = say('linking.unlink')
    const body = say('linking.unlink.body', { service: account.name })
    if (await confirm({ title: say('linking.unlink.title', { service: account.name }), body, action, danger: true }))
      unlink.mutate(account.integrationId)
  }
  return (
    <Group gap="xs">
      {account.never && (
        <Button size="xs" variant="subtle" onClick={() => choose.mutate('ask')}>
          {say('linking.ask_again')}
        </Button>
      )}
      {(!account.label || account.broken) && (
        <Button
          size="xs"
          loading={link.isPending}
          aria-label={say('linking.connect_to', { service: account.name })}
          onClick={() => link.mutate(account.integrationId)}
        >
          {say(account.broken ? 'linking.reconnect' : 'linking.connect')}
        </Button>
      )}
      {account.label && (
        <Button size="xs" variant="default" loading={unlink.isPending} onClick={askUnlink}>
          {say('linking.unlink')}
        </Button>
      )}
    </Group>
  )
}
