import type { FastifyInstance } from 'fastify'
import { activityRoutes, collectorRoutes, logExportRoutes } from './activity.ts'
import { badgeRoutes } from './badges.ts'
import { calendarRoutes } from './calendar.ts'
import { customIntegrationRoutes, programSecretRoutes } from './custom-integrations.ts'
import { fileRoutes, partRoutes } from './files.ts'
import { graphRoutes } from './graph.ts'
import { groupIntegrationRoutes } from './group-integrations.ts'
import { groupRoutes } from './groups.ts'
import { helpRoutes } from './help.ts'
import { integrationRoutes } from './integrations.ts'
import { actionRoutes, linkingRoutes, offerRoutes, previewRoutes } from './linking.ts'
import { logInRoutes } from './log-ins.ts'
import { notificationRoutes } from './notifications.ts'
import { oversightRoutes, receiptRoutes } from './oversight.ts'
import { peopleRoutes } from './people.ts'
import { commentRoutes, postRoutes, waitingRoutes } from './posts.ts'
import { reportRoutes } from './reports.ts'
import { requestRoutes } from './requests.ts'
import { searchRoutes } from './search.ts'
import { type ApiDoor, apiDoor } from './serve-route.ts'
import { sessionRoutes } from './session.ts'
import { threadRoutes } from './threads.ts'
import { deliveryRoutes, webhookRoutes } from './webhooks.ts'

/** Everything our own web may call, a file a noun. */
const nouns: readonly ((door: ApiDoor) => void)[] = [
  sessionRoutes,
  peopleRoutes,
  groupRoutes,
  postRoutes,
  waitingRoutes,
  fileRoutes,
  commentRoutes,
  notificationRoutes,
  searchRoutes,
  integrationRoutes,
  customIntegrationRoutes,
  programSecretRoutes,
  oversightRoutes,
  receiptRoutes,
  logInRoutes,
  linkingRoutes,
  offerRoutes,
  actionRoutes,
  previewRoutes,
  groupIntegrationRoutes,
  requestRoutes,
  calendarRoutes,
  reportRoutes,
  badgeRoutes,
  threadRoutes,
  webhookRoutes,
  deliveryRoutes,
  graphRoutes,
  activityRoutes,
  logExportRoutes,
  collectorRoutes,
  helpRoutes,
]

export function apiRoutes(app: FastifyInstance): void {
  const door = apiDoor(app)
  for (const routes of nouns) routes(door)
  app.register(async parts => partRoutes(parts))
}
