import { type RefCallback, useCallback } from 'react'
import { markSeen } from '../../contract/api/posts.ts'
import { call } from '../data/call.ts'

/** A post is seen when half of it stood on the screen for a second. */
const glance = 1_000
/** Posts seen within this time are told together. */
const gather = 2_000

const told = new Set<string>()
let waiting: string[] = []

/** For the element of a post: tells the server, once, that it was seen. */
export function useSeen(postId: string): RefCallback<HTMLElement> {
  return useCallback(
    (element: HTMLElement | null) => {
      if (!element || told.has(postId)) return
      let timer: ReturnType<typeof setTimeout> | undefined
      const watch = new IntersectionObserver(
        entries => {
          clearTimeout(timer)
          if (!entries.some(entry => entry.isIntersecting)) return
          timer = setTimeout(() => {
            watch.disconnect()
            tell(postId)
          }, glance)
        },
        { threshold: 0.5 },
      )
      watch.observe(element)
      return () => {
        clearTimeout(timer)
        watch.disconnect()
      }
    },
    [postId],
  )
}

function tell(postId: string): void {
  if (told.has(postId)) return
  told.add(postId)
  if (!waiting.length) setTimeout(send, gather)
  waiting.push(postId)
}

/** Lost glances are not worth a person's attention: the next visit tells them. */
function send(): void {
  const postIds = waiting
  waiting = []
  call(markSeen, { body: { postIds: postIds.slice(0, 100) } }).catch(() => {
    for (const postId of postIds) told.delete(postId)
  })
}
