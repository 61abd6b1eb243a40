import { Tabs, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { groupsMatching, peopleFound, postsFound } from '../data/search.ts'
import { GroupRow } from '../groups/group-row.tsx'
import { useAddressQuery } from '../ui/address.ts'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { FoundPerson } from './found-person.tsx'
import { FoundPostCard } from './found-post-card.tsx'
import classes from './search.module.css'

const parts = ['posts', 'people', 'groups'] as const

/** What was searched, in three parts. Both the words and the part are in the address. */
export function SearchScreen() {
  const say = useSay()
  const [asked = ''] = useAddressQuery('q')
  const [part = 'posts', setPart] = useAddressQuery('in')
  const shown = parts.find(one => one === part) ?? 'posts'
  return (
    <Page title={asked ? say('search.title_for', { search: asked }) : say('search.title')}>
      <Tabs value={shown} onChange={next => setPart(next && next !== 'posts' ? next : undefined)} keepMounted={false}>
        <Tabs.List mb="md">
          {parts.map(one => (
            <Tabs.Tab key={one} value={one}>
              {say(`search.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {parts.map(one => (
          <Tabs.Panel key={one} value={one}>
            {asked.trim() ? <Found part={one} search={asked.trim()} /> : <Hint />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}

function Found({ part, search }: { part: (typeof parts)[number]; search: string }) {
  if (part === 'people') return <FoundPeople search={search} />
  return part === 'groups' ? <FoundGroups search={search} /> : <FoundPosts search={search} />
}

function FoundPosts({ search }: { search: string }) {
  const query = useInfiniteQuery(postsFound(search))
  return (
    <PageFaces query={query} empty={<Nothing />}>
      {items => (
        <ul className={classes.found}>
          {items.map(found => (
            <FoundPostCard key={`${found.post.id} ${found.excerpt}`} found={found} />
          ))}
        </ul>
      )}
    </PageFaces>
  )
}

function FoundPeople({ search }: { search: string }) {
  const query = useInfiniteQuery(peopleFound(search))
  return (
    <PageFaces query={query} empty={<Nothing />}>
      {items => (
        <ul className={classes.found}>
          {items.map(person => (
            <FoundPerson key={person.id} person={person} />
          ))}
        </ul>
      )}
    </PageFaces>
  )
}

function FoundGroups({ search }: { search: string }) {
  const query = useInfiniteQuery(groupsMatching(search))
  return (
    <PageFaces query={query} empty={<Nothing />}>
      {items => (
        <ul className={classes.found}>
          {items.map(group => (
            <GroupRow key={group.id} group={group} />
          ))}
        </ul>
      )}
    </PageFaces>
  )
}

function Nothing() {
  const say = useSay()
  return <Empty title={say('search.none')}>{say('search.none.body')}</Empty>
}

function Hint() {
  const say = useSay()
  return (
    <Text size="sm" c="dimmed">
      {say('search.hint')}
    </Text>
  )
}
