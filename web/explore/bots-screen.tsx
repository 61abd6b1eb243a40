import { Group, List, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconRobot, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListedBot } from '../../contract/api/custom-integrations.ts'
import { botsFound } from '../data/custom-integrations.ts'
import { useAddressText } from '../ui/address.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { CoverDot } from '../ui/cover.tsx'
import { Empty, ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'

/** Explore → Bots: the machines that want to be found, and reach a group of the reader's. */
export function BotsScreen() {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  const [search] = useDebouncedValue(text?.trim(), 150)
  const found = useQuery({ ...botsFound(search), placeholderData: keepPreviousData })
  return (
    <Page title={say('bots.title')} intro={say('bots.intro')} width="wide">
      <TextInput
        value={text ?? ''}
        onChange={event => setText(event.currentTarget.value)}
        aria-label={say('bots.search')}
        placeholder={say('bots.search')}
        leftSection={<IconSearch size={16} />}
      />
      <ListFaces
        query={found}
        of={answer => answer.items}
        loading={<SkeletonLines count={3} height={140} />}
        empty={
          <Empty title={say(search ? 'bots.none.found' : 'bots.none')} icon={<IconRobot size={36} stroke={1.4} />}>
            {say(search ? 'bots.none.found.body' : 'bots.none.body')}
          </Empty>
        }
      >
        {items => (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {items.map(bot => (
              <Card key={bot.memberId} bot={bot} />
            ))}
          </SimpleGrid>
        )}
      </ListFaces>
    </Page>
  )
}

function Card({ bot }: { bot: ListedBot }) {
  const say = useSay()
  return (
    <article className="card" style={{ padding: 'var(--mantine-spacing-md)' }} aria-label={bot.name}>
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap">
          <Face member={{ name: bot.name, kind: 'bot', picture: bot.picture }} size={40} />
          <div>
            <Group gap="xs">
              <Text fw={600}>
                <Link to={`/people/${bot.memberId}`} className="quiet-link">
                  {bot.name}
                </Link>
              </Text>
              <BotMark member={{ kind: 'bot' }} />
            </Group>
            {bot.owner && (
              <Text size="xs" c="dimmed">
                {say('bots.owner', { owner: bot.owner })}
              </Text>
            )}
          </div>
        </Group>
        {bot.description && <Text size="sm">{bot.description}</Text>}
        {bot.permissions.length > 0 && (
          <div>
            <Text size="xs" c="dimmed" fw={600}>
              {say('bots.may')}
            </Text>
            <List size="sm">
              {bot.permissions.map(permission => (
                <List.Item key={permission}>{permission}</List.Item>
              ))}
            </List>
          </div>
        )}
        <Where bot={bot} />
      </Stack>
    </article>
  )
}

function Where({ bot }: { bot: ListedBot }) {
  const say = useSay()
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {say(bot.everyone ? 'bots.where.all' : 'bots.where')}
      </Text>
      {!bot.everyone && (
        <Group gap="sm">
          {bot.groups.map(group => (
            <Group key={group.id} gap={6} wrap="nowrap">
              <CoverDot cover={group.cover} size={11} />
              <Text size="sm">
                <Link to={`/groups/${group.id}`} className="quiet-link">
                  {group.name}
                </Link>
              </Text>
            </Group>
          ))}
        </Group>
      )}
      {bot.mentionable && (
        <Text size="sm" mt={4}>
          {say('bots.mention', { name: bot.name })}
        </Text>
      )}
    </div>
  )
}
