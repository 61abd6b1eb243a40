import { describeGraph } from '../../../contract/api/graph.ts'
import { describe } from '../graph/describe.ts'
import type { ApiDoor } from './serve-route.ts'

export function graphRoutes(door: ApiDoor): void {
  door.serve(describeGraph, async () => describe())
}
