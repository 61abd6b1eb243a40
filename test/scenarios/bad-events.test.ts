/** What a service should not send, or sends at the wrong time, through the real door: never a fault, never a post that is not wanted, and no row for what is refused. */
import { request as httpRequest } from 'node:http'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { changeGroup } from '../../contract/api/groups.ts'
import { archiveGroup, restoreGroup } from '../../contract/api/groups.ts'
import {
  changeGrant,
  getIntegration,
  listInboundEvents,
  replayInboundEvent,
} from '../../contract/api/integrations.ts'
import { unreadCount } from '../../contract/api/notifications.ts'
import { deactivatePerson, restorePerson } from '../../contract/api/people.ts'
import type { CastGroupName } from '../../sandbox/cast.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
