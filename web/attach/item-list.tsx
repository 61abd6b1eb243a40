import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconFile, IconFolder, IconTicket } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import type { ComposerOffer, PickedItem } from '../../contract/api/attaching.ts'
import { type ItemView, itemsAt } from '../data/attaching.ts'
import { Empty, SkeletonLines } from '../ui/list-faces.tsx'
import { Refused } from '../ui/refused.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './attach.module.css'

const icons = { folder: IconFolder, file: IconFile, item: IconTicket } as const

interface ListProps {
  readonly groupId: string
  readonly offer: ComposerOffer
  readonly asked: { view: ItemView; folder?: string; text?: string }
  readonly chosen: PickedItem | undefined
  readonly choose: (item: PickedItem) => void
  readonly open: (folder: PickedItem) => void
}

/** The things themselves. Folders open, anything else is chosen; the arrow keys walk. */
export function ItemList({ groupId, offer, asked, chosen, choose, open }: ListProps) {
  const say = useSay()
  const found = useInfiniteQuery(itemsAt(groupId, offer.integrationId, asked))
  if (found.isError && !found.data) return <Refused error={found.error} again={() => found.refetch()} />
  if (!found.data)
    return (
      <div role="status" aria-busy="true" aria-label={say('shell.loading')} className={classes.list}>
        <SkeletonLines count={5} />
      </div>
    )
  const items = found.data.pages.flatMap(page => page.items)
  if (items.length === 0)
    return (
      <div className={classes.list}>
        <Empty title={say(asked.view === 'search' ? 'attach.none.search' : 'attach.none')}>
          {asked.view === 'search' ? say('attach.none.search.body', { name: offer.name }) : null}
        </Empty>
      </div>
    )
  return (
    <ul className={classes.list} onKeyDown={walk} aria-label={offer.name}>
      {items.map(item => (
        <li key={item.id}>
          <ItemRow
            item={item}
            chosen={item.id === chosen?.id}
            onClick={() => (item.kind === 'folder' ? open(item) : choose(item))}
          />
        </li>
      ))}
      {found.hasNextPage && (
        <li>
          <Button
            variant="subtle"
            size="xs"
            fullWidth
            loading={found.isFetchingNextPage}
            onClick={() => found.fetchNextPage()}
          >
            {say('shell.more')}
          </Button>
        </li>
      )}
    </ul>
  )
}

function ItemRow({ item, chosen, onClick }: { item: PickedItem; chosen: boolean; onClick: () => void }) {
  const Icon = icons[item.kind]
  return (
    <UnstyledButton
      className={classes.item}
      onClick={onClick}
      {...(item.kind !== 'folder' && { 'aria-pressed': chosen })}
    >
      <Icon size={20} stroke={1.6} aria-hidden="true" />
      <Stack gap={0} className={classes.words}>
        <Text size="sm" fw={chosen ? 600 : 400} truncate>
          {item.name}
        </Text>
        {(item.detail || item.changedAt) && (
          <Group gap={6}>
            {item.detail && (
              <Text size="xs" c="dimmed" truncate>
                {item.detail}
              </Text>
            )}
            {item.changedAt && (
              <Text size="xs" c="dimmed" component="span">
                <Time at={item.changedAt} />
              </Text>
            )}
          </Group>
        )}
      </Stack>
      {item.kind === 'folder' && <IconChevronRight size={16} aria-hidden="true" />}
    </UnstyledButton>
  )
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
