import * as contract from '../../../contract/api/badges.ts'
import { createBadge, listBadges, retireBadge } from '../../domain/badges/own-badges.ts'
import type { ApiDoor } from './serve-route.ts'

export function badgeRoutes(door: ApiDoor): void {
  door.serve(contract.listBadges, ({ actor }) => listBadges(actor))
  door.serve(contract.createBadge, ({ actor, body }) => createBadge(actor, body))
  door.serve(contract.retireBadge, async ({ actor, params }) => {
    await retireBadge(actor, params.badgeId)
    return {}
  })
}
