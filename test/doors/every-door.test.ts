/** No door without a matrix: every route that the server has is asked from outside by a test that walks a table, and a new one that is in no table fails here. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { allRoutes } from '../harness/sweep.ts'

const server = useServer(useDatabase())

/** Pictures that anybody may see, beside what was built of the web, which anybody gets. */
const open = ['/api/integrations/:integrationKey/icon.svg', '/assets/*', '/pictures/*']
/** Doors beside `/api`, and where strangers ask at them. */
const matrices: Readonly<Record<string, string>> = {
  '/graph': 'test/graph/tenancy.test.ts',
  '/scim': 'test/scim/tenancy.test.ts',
  '/files': 'test/doors/files.test.ts',
  '/exports': 'test/graph/export.test.ts',
  '/hooks': 'test/connectors/door.test.ts',
  '/connect': 'test/scenarios/callback.test.ts',
  '/.well-known': 'test/graph/log-in.test.ts',
  '/live': 'server/http/live/rights.test.ts',
  '/health': 'test/running/production.test.ts',
}

/** Paths of the tree that Fastify prints: a line a part, four letters deeper each. */
function paths(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap(line => {
    const found = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \((.*)\))?/.exec(line)
    if (!found) return []
    const depth = (found[1] ?? '').length / 4
    above[depth] = `${depth === 0 ? '' : above[depth - 1]}${found[2]}`
    return found[3] ? [above[depth] ?? ''] : []
  })
}

test('every door is in a matrix', async () => {
  const found = [...new Set(paths(server.app.printRoutes()))]
  expect(found.length).toBeGreaterThan(80)
  const contract = new Set((await allRoutes()).map(route => `/api${route.path}`))
  const unknown = found.filter(
    path =>
      !contract.has(path) &&
      !open.includes(path) &&
      !existsSync(`dist/web${path}`) &&
      !Object.keys(matrices).some(door => path === door || path.startsWith(`${door}/`)),
  )
  expect(unknown).toEqual([])
  for (const file of Object.values(matrices)) expect(existsSync(file), file).toBe(true)
})
