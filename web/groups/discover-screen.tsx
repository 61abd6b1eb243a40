import { Button, Checkbox, Group as Row, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch, IconUsersGroup } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { groupsFound } from '../data/groups.ts'
import { useMe } from '../data/me.ts'
import { useAddressQuery, useAddressText } from '../ui/address.ts'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { GroupRow } from './group-row.tsx'
import classes from './groups.module.css'

/** Explore → Groups: every group the reader may see, and the way into each. */
export function DiscoverScreen() {
  const say = useSay()
  const { may } = useMe()
  const [text, setText] = useAddressText('q')
  const [archived, setArchived] = useAddressQuery('archived')
  const [search] = useDebouncedValue(text?.trim(), 200)
  const groups = useInfiniteQuery({ ...groupsFound(search, archived === '1'), placeholderData: keepPreviousData })
  const create = may.createGroups && (
    <Button component={Link} to="/groups/new" leftSection={<IconPlus size={16} />}>
      {say('shell.new_group')}
    </Button>
  )
  return (
    <Page title={say('groups.discover.title')} intro={say('groups.discover.intro')} actions={create}>
      <Row gap="md">
        <TextInput
          value={text ?? ''}
          onChange={event => setText(event.currentTarget.value)}
          aria-label={say('groups.discover.search')}
          placeholder={say('groups.discover.search')}
          leftSection={<IconSearch size={16} />}
          style={{ flex: '1 1 14rem' }}
        />
        <Checkbox
          label={say('groups.discover.archived')}
          checked={archived === '1'}
          onChange={event => setArchived(event.currentTarget.checked ? '1' : undefined)}
        />
      </Row>
      <PageFaces
        query={groups}
        loading={<SkeletonLines count={5} height={84} />}
        empty={
          <Empty title={say('groups.discover.none')} icon={<IconUsersGroup size={36} stroke={1.4} />}>
            <Text span size="sm">
              {say(search ? 'groups.discover.none.search' : 'groups.discover.none.body')}
            </Text>
          </Empty>
        }
      >
        {items => (
          <ul className={classes.cards}>
            {items.map(group => (
              <GroupRow key={group.id} group={group} />
            ))}
          </ul>
        )}
      </PageFaces>
    </Page>
  )
}
