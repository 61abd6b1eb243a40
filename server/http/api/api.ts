import type { FastifyInstance } from 'fastify'
import { peopleRoutes } from './people.ts'
import { type ApiDoor, apiDoor } from './serve-route.ts'
import { sessionRoutes } from './session.ts'

/** Everything our own web may call, a file a noun. */
const nouns: readonly ((door: ApiDoor) => void)[] = [sessionRoutes, peopleRoutes]

export function apiRoutes(app: FastifyInstance): void {
  const door = apiDoor(app)
  for (const routes of nouns) routes(door)
}
