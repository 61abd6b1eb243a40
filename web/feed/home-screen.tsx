import { Paper, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { homeFeed } from '../../contract/api/posts.ts'
import { askPages } from '../data/query.ts'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'

export function HomeScreen() {
  const say = useSay()
  const feed = useInfiniteQuery(askPages(homeFeed))
  return (
    <Page title={say('feed.home.title')}>
      <PageFaces query={feed} empty={<Empty title={say('feed.home.empty.title')}>{say('feed.home.empty')}</Empty>}>
        {posts => (
          <Stack gap="md">
            {posts.map(post => (
              <Paper key={post.id} component="article" className="card" p="md">
                <Text fw={600}>{post.author.name}</Text>
                <Text>{post.text}</Text>
              </Paper>
            ))}
          </Stack>
        )}
      </PageFaces>
    </Page>
  )
}
