import { ActionIcon, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconRefresh, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Preview } from '../../contract/api/previews.ts'
import { useAnswerLinking, useLinkAccount } from '../data/linking.ts'
import { useMe } from '../data/me.ts'
import { useHidePreview, useRefreshPreview } from '../data/previews.ts'
import { asking } from '../data/requests.ts'
import { AskButton } from '../requests/ask-button.tsx'
import { ServiceIcon } from '../ui/service-icon.tsx'
import { useSay } from '../ui/words.tsx'
import { CardActions } from './card-actions.tsx'
import { CardMenu } from './card-menu.tsx'
import { Facts } from './facts.tsx'
import classes from './previews.module.css'
import { TryAgain } from './try-again.tsx'

interface CardProps {
  readonly preview: Preview
  readonly url: string
  readonly subjectId: string
  readonly groupId: string
  readonly place: number
  readonly mayHide: boolean
}

/** One card for one reader, in each of its states. */
export function PreviewCard({ preview, ...link }: CardProps) {
  switch (preview.state) {
    case 'none':
      return null
    case 'shown':
    case 'limited':
      return <Shown preview={preview} {...link} />
    case 'account_needed':
      return preview.dismissed ? null : <AccountNeeded preview={preview} {...link} />
    case 'off':
      return <Off preview={preview} {...link} />
    default:
      return <Unhappy preview={preview} {...link} />
  }
}

type Of<State> = Omit<CardProps, 'preview'> & { preview: Extract<Preview, { state: State }> }

function Shown({ preview, subjectId, groupId, place, mayHide }: Of<'shown' | 'limited'>) {
  const say = useSay()
  const { may } = useMe()
  const refresh = useRefreshPreview(subjectId, place)
  const { card, source, personal } = preview
  const tools = (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        loading={refresh.isPending}
        aria-label={say('previews.refresh')}
        onClick={() => refresh.mutate()}
      >
        <IconRefresh size={15} />
      </ActionIcon>
      {preview.state === 'shown' && <CardMenu preview={preview} subjectId={subjectId} place={place} />}
      {mayHide && <Hide subjectId={subjectId} place={place} />}
    </>
  )
  return (
    <Frame source={source} label={say('previews.card', { title: card.title, source: source.name })} tools={tools}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Stack gap={4} flex={1} miw={0}>
          <Anchor href={card.url} target="_blank" rel="noreferrer" className={classes.title}>
            {card.title}
          </Anchor>
          {card.summary && (
            <Text size="sm" lineClamp={2}>
              {card.summary}
            </Text>
          )}
          <Facts facts={card.facts} />
        </Stack>
        {card.thumbnail && <Thumbnail src={card.thumbnail} />}
      </Group>
      <div className={classes.foot}>
        {preview.state === 'shown' && (
          <CardActions preview={preview} postId={subjectId} groupId={groupId} place={place} />
        )}
        {personal && (
          <Text size="xs" c="dimmed">
            {say('previews.only_you', { source: source.name })}
          </Text>
        )}
      </div>
      {preview.state === 'shown' && preview.ask && !may.manageIntegrations && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {say('previews.ask_for', { source: preview.ask.name })}
          </Text>
          <Ask {...preview.ask} subjectId={subjectId} />
        </Stack>
      )}
    </Frame>
  )
}

/** The picture says nothing that the title does not; one that cannot be had leaves no hole. */
function Thumbnail({ src }: { src: string }) {
  const [gone, setGone] = useState(false)
  if (gone) return null
  return <img src={src} alt="" className={classes.thumbnail} loading="lazy" onError={() => setGone(true)} />
}

function Hide({ subjectId, place }: { subjectId: string; place: number }) {
  const say = useSay()
  const hide = useHidePreview(subjectId, place)
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      loading={hide.isPending}
      aria-label={say('previews.hide')}
      onClick={() => hide.mutate(true)}
    >
      <IconX size={15} />
    </ActionIcon>
  )
}

function AccountNeeded({ preview: { source } }: Of<'account_needed'>) {
  const say = useSay()
  const link = useLinkAccount()
  const choose = useAnswerLinking(source.integrationId ?? '')
  return (
    <Frame source={source} label={say('previews.account_needed', { source: source.name })}>
      <Text size="sm">{say('previews.account_needed', { source: source.name })}</Text>
      <Group gap="xs">
        <Button size="xs" loading={link.isPending} onClick={() => link.mutate(source.integrationId ?? '')}>
          {say('linking.connect_to', { service: source.name })}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => choose.mutate('not_now')}>
          {say('previews.not_now')}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => choose.mutate('never')}>
          {say('previews.never')}
        </Button>
      </Group>
    </Frame>
  )
}

function Off({ preview: { source }, subjectId }: Of<'off'>) {
  const say = useSay()
  const { may } = useMe()
  return (
    <Frame source={source} label={say('previews.off', { source: source.name })}>
      <Text size="sm">{say('previews.off', { source: source.name })}</Text>
      {may.manageIntegrations ? (
        <Text size="sm">
          <Link to={adminPage(source)} search={{ tab: 'grant' } as never}>
            {say('previews.off.change')}
          </Link>
        </Text>
      ) : (
        <Ask integrationId={source.integrationId ?? ''} name={source.name} subjectId={subjectId} />
      )}
    </Frame>
  )
}

/** Where nobody has it yet there is no grant to change, only something to add. */
const adminPage = ({ installationId, integrationId }: Of<'off'>['preview']['source']): string =>
  `/admin/integrations/${integrationId}${installationId ? '' : '/add'}`

/** The way to ask, from where it is missed; and what became of it, once asked. */
function Ask({ integrationId, name, subjectId }: { integrationId: string; name: string; subjectId: string }) {
  const say = useSay()
  const { data } = useQuery(asking(integrationId))
  const request = data?.request
  const waits = request?.state === 'open' || request?.state === 'approving'
  return (
    <Group gap="xs">
      {!(waits && request.mine) && (
        <AskButton integrationId={integrationId} name={name} subjectId={subjectId} size="xs" variant="light">
          {say('requests.ask.here', { name })}
        </AskButton>
      )}
      {request?.mine && (
        <Text size="sm">
          <Link to={`/explore/integrations/${integrationId}`}>
            {say(waits ? 'integrations.explore.requested' : `requests.state.${request.state}`)}
          </Link>
        </Text>
      )}
      {waits && <Text size="sm">{say('integrations.explore.people', { count: request.supporters })}</Text>}
    </Group>
  )
}

/** Not this reader's, gone, or out of reach: why there is no card, and what helps. */
function Unhappy({ preview, url, subjectId, place }: Of<'not_yours' | 'gone' | 'unreachable'>) {
  const say = useSay()
  const refresh = useRefreshPreview(subjectId, place)
  const { source, state } = preview
  const account = state === 'not_yours' ? preview.accountLabel : null
  const sentence = say(`previews.${state}${account ? '.as' : ''}`, { source: source.name, account: account ?? '' })
  return (
    <Frame source={source} label={sentence}>
      <Text size="sm">{sentence}</Text>
      {preview.state === 'unreachable' && (
        <TryAgain seconds={preview.retryAfter ?? 0} again={() => refresh.mutateAsync()} />
      )}
      {state === 'not_yours' && <Elsewhere source={source} url={url} linked={account !== null} />}
    </Frame>
  )
}

/** Where access is asked for; and another account, should it be that one's. */
function Elsewhere({
  source,
  url,
  linked,
}: {
  source: Of<'not_yours'>['preview']['source']
  url: string
  linked: boolean
}) {
  const say = useSay()
  const link = useLinkAccount()
  const { integrationId, name } = source
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" component="a" href={url} target="_blank" rel="noreferrer">
        {say('previews.open_in', { source: name })}
      </Button>
      {linked && integrationId && (
        <Button size="xs" variant="subtle" loading={link.isPending} onClick={() => link.mutate(integrationId)}>
          {say('linking.connect_another')}
        </Button>
      )}
    </Group>
  )
}

interface FrameProps {
  readonly source: { readonly name: string; readonly icon: string | null }
  readonly label: string
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** The same skeleton for all: icon and product first, one labelled article. */
function Frame({ source, label, tools, children }: FrameProps) {
  return (
    <article className={classes.card} aria-label={label}>
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Group gap={6} wrap="nowrap">
          {source.icon && <ServiceIcon src={source.icon} size={16} />}
          <Text size="xs" c="dimmed">
            {source.name}
          </Text>
        </Group>
        {tools && (
          <Group gap={2} wrap="nowrap">
            {tools}
          </Group>
        )}
      </Group>
      {children}
    </article>
  )
}
