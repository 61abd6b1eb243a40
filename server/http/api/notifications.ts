import * as contract from '../../../contract/api/notifications.ts'
import {
  changeNotificationSetting,
  listNotifications,
  markRead,
  notificationSettings,
} from '../../domain/notifications/read-notifications.ts'
import { mailWorks } from '../../platform/mail.ts'
import type { ApiDoor } from './serve-route.ts'

export function notificationRoutes(door: ApiDoor): void {
  door.serve(contract.listNotifications, ({ actor, query }) => listNotifications(actor, query))
  door.serve(contract.markRead, ({ actor, body }) => markRead(actor, body.ids))
  door.serve(contract.getNotificationSettings, async ({ actor }) => ({
    items: await notificationSettings(actor),
    mailWorks: mailWorks(),
  }))
  door.serve(contract.changeNotificationSetting, async ({ actor, body }) => {
    await changeNotificationSetting(actor, body)
    return {}
  })
}
