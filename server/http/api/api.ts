import type { FastifyInstance } from 'fastify'
import { type ApiDoor, apiDoor } from './serve-route.ts'

/** Everything our own web may call, a file a noun. */
const rooms: readonly ((door: ApiDoor) => void)[] = []

export function apiRoutes(app: FastifyInstance): void {
  const door = apiDoor(app)
  for (const room of rooms) room(door)
}
