import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { homePosts } from '../data/posts.ts'
import { Empty } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { HomeComposer } from './home-composer.tsx'
import { PostList } from './post-list.tsx'

/** What is new in all groups of the reader. */
export function HomeScreen() {
  const say = useSay()
  const feed = useInfiniteQuery(homePosts)
  const empty = (
    <Empty
      title={say('feed.home.empty.title')}
      icon={<IconMessages size={36} stroke={1.4} />}
      action={
        <Button component={Link} to="/explore/groups" variant="default">
          {say('feed.home.empty.action')}
        </Button>
      }
    >
      {say('feed.home.empty')}
    </Empty>
  )
  return (
    <Page title={say('feed.home.title')}>
      <HomeComposer />
      <PostList query={feed} withGroup empty={empty} />
    </Page>
  )
}
