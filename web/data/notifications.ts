import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  changeNotificationSetting,
  getNotificationSettings,
  listNotifications,
  markRead,
  type Notification,
} from '../../contract/api/notifications.ts'
import type { AnswerOf, BodyOf } from '../../contract/api/route.ts'
import { getMe, type Me } from '../../contract/api/session.ts'
import { call } from './call.ts'
import { ask, askPages, keyOf, type Pages } from './query.ts'

export const myNotifications = askPages(listNotifications)
export const notificationSettings = ask(getNotificationSettings)

export function setUnread(client: QueryClient, unread: number): void {
  client.setQueryData<Me>(keyOf(getMe), me => me && { ...me, unread })
}

/** Newest first; one that is there already is replaced. */
export function putNotification(client: QueryClient, notification: Notification): void {
  client.setQueryData<Pages<Notification>>(keyOf(listNotifications), pages => {
    const first = pages?.pages[0]
    if (!pages || !first) return pages
    const others = first.items.filter(one => one.id !== notification.id)
    return { ...pages, pages: [{ ...first, items: [notification, ...others] }, ...pages.pages.slice(1)] }
  })
}

/** Without ids: all of them. */
export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: string[] | undefined) => call(markRead, { body: ids ? { ids } : {} }),
    onSuccess: ({ unread }, ids) => {
      setUnread(client, unread)
      client.setQueryData<Pages<Notification>>(keyOf(listNotifications), pages => pages && withRead(pages, ids))
    },
    meta: { quiet: true },
  })
}

const withRead = (pages: Pages<Notification>, ids: string[] | undefined): Pages<Notification> => ({
  ...pages,
  pages: pages.pages.map(page => ({
    ...page,
    items: page.items.map(one => (!ids || ids.includes(one.id) ? { ...one, read: true } : one)),
  })),
})

type Setting = BodyOf<typeof changeNotificationSetting>

/** Shown at once, and taken back if the server refuses. */
export function useChangeNotificationSetting() {
  const client = useQueryClient()
  const key = notificationSettings.queryKey
  return useMutation({
    mutationFn: (body: Setting) => call(changeNotificationSetting, { body }),
    onMutate: setting => {
      client.setQueryData<AnswerOf<typeof getNotificationSettings>>(
        key,
        all => all && { ...all, items: all.items.map(one => (one.kind === setting.kind ? setting : one)) },
      )
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  })
}
