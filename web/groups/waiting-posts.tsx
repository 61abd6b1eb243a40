import { Button, Group as Row, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Group } from '../../contract/api/groups.ts'
import type { WaitingPost } from '../../contract/api/waiting-posts.ts'
import { useWaitingPost, waitingPosts } from '../data/waiting-posts.ts'
import { PostText } from '../feed/post-text.tsx'
import { AttachedFiles } from '../files/attached-files.tsx'
import { Face } from '../ui/avatar.tsx'
import { PageFaces } from '../ui/list-faces.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

/** What waits for those who keep order: all of it for them, for others their own. Where nothing waits, nothing is shown. */
export function WaitingPosts({ group }: { group: Group }) {
  const say = useSay()
  const waiting = useInfiniteQuery(waitingPosts(group.id))
  if (waiting.data && !waiting.data.pages[0]?.items.length) return null
  const own = group.may.moderate ? '' : '.own'
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="group-waiting">
      <Title order={2} id="group-waiting">
        {say(`groups.waiting${own}`)}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say(`groups.waiting${own}.intro`)}
      </Text>
      <PageFaces query={waiting} empty={null}>
        {items => (
          <Stack component="ul" gap="lg" className={classes.waiting}>
            {items.map(post => (
              <li key={post.id}>
                <Waiting group={group} post={post} />
              </li>
            ))}
          </Stack>
        )}
      </PageFaces>
    </section>
  )
}

function Waiting({ group, post }: { group: Group; post: WaitingPost }) {
  const say = useSay()
  const { settle, withdraw } = useWaitingPost(group.id, post.id)
  const { name } = post.author
  const answer = (approve: boolean) =>
    settle.mutate(approve, {
      onSuccess: () => toast(say(approve ? 'groups.waiting.approved' : 'groups.waiting.declined')),
    })
  return (
    <Stack gap="xs">
      <Row gap="sm" wrap="nowrap">
        <Face member={post.author} size={32} />
        <div>
          <Link to={`/people/${post.author.id}`} className="quiet-link">
            {name}
          </Link>
          <Text size="xs" c="dimmed">
            <Time at={post.sentAt} />
          </Text>
        </div>
      </Row>
      {post.text && <PostText text={post.text} />}
      {post.files.length > 0 && <AttachedFiles files={post.files} />}
      <Row gap="xs">
        {group.may.moderate && (
          <>
            <Button
              size="xs"
              loading={settle.isPending && settle.variables}
              disabled={settle.isPending}
              aria-label={say('groups.waiting.approve.of', { name })}
              onClick={() => answer(true)}
            >
              {say('groups.waiting.approve')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={settle.isPending}
              aria-label={say('groups.waiting.decline.of', { name })}
              onClick={() => answer(false)}
            >
              {say('groups.waiting.decline')}
            </Button>
          </>
        )}
        {post.mine && (
          <Button size="xs" variant="subtle" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {say('groups.waiting.withdraw')}
          </Button>
        )}
      </Row>
    </Stack>
  )
}
