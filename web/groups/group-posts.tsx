import { IconLock, IconMessages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { groupPosts } from '../data/posts.ts'
import { Composer } from '../feed/composer.tsx'
import { PostList } from '../feed/post-list.tsx'
import { Empty } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { Standing } from './standing.tsx'
import { useGroup } from './use-group.ts'
import { WaitingPosts } from './waiting-posts.tsx'

/** What is said in a group. */
export function GroupPosts() {
  const say = useSay()
  const group = useGroup()
  const feed = useInfiniteQuery({ ...groupPosts(group.id), enabled: group.may.read })
  if (!group.may.read) {
    return (
      <Empty
        title={say('groups.closed.title')}
        icon={<IconLock size={36} stroke={1.4} />}
        action={<Standing group={group} />}
      >
        {group.description || say('groups.closed.body')}
      </Empty>
    )
  }
  const empty = (
    <Empty title={say('groups.posts.none')} icon={<IconMessages size={36} stroke={1.4} />}>
      {say(
        group.may.post || group.may.propose
          ? 'groups.posts.first'
          : group.adminsPost
            ? 'groups.posts.admins'
            : 'groups.posts.later',
      )}
    </Empty>
  )
  return (
    <>
      {(group.may.post || group.may.propose) && (
        <Composer
          key={group.id}
          groupId={group.id}
          waits={group.may.propose}
          place={`group:${group.id}`}
          placeholder={say('feed.compose.group_placeholder', { group: group.name })}
        />
      )}
      {group.approvesPosts && <WaitingPosts group={group} />}
      <PostList key={`${group.id} posts`} query={feed} empty={empty} />
    </>
  )
}
