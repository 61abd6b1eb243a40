/** The OpenAPI description says what the door does: it is made from the same tables, is served to members, and every address in it answers. */
import { expect, test } from 'vitest'
import { describeGraph } from '../../contract/api/graph.ts'
import { graphNodes } from '../../server/http/graph/graph-nodes.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

test('every kind, field, edge and verb of the door is in it, and nothing else', async () => {
  const described = await server.call('noor', describeGraph)
  for (const [kind, node] of Object.entries(graphNodes)) {
    const schema = described.components.schemas?.[kind] as { properties: object; title: string }
    expect(Object.keys(schema.properties), kind).toEqual([
      ...new Set([...node.fields, ...node.links, ...Object.keys(node.edges)]),
    ])
    expect(schema.title).toBe(node.name)
    for (const [name, edge] of Object.entries(node.edges)) {
      const path = described.paths[`/{id}/${name}`] ?? {}
      if (edge.list ?? edge.answer) expect(path, `${kind}/${name}`).toHaveProperty('get')
      if (edge.create) expect(path, `${kind}/${name}`).toHaveProperty('post')
      if (edge.remove) expect(path, `${kind}/${name}`).toHaveProperty('delete')
    }
  }
  const edges = new Set(Object.values(graphNodes).flatMap(node => Object.keys(node.edges)))
  expect(Object.keys(described.paths).sort()).toEqual(['/', '/{id}', ...[...edges].map(name => `/{id}/${name}`)].sort())
  expect(described.paths['/{id}/feed']).toMatchObject({ get: { 'x-needs-any-of': ['read_group'] } })
})

test('it holds together: every reference leads somewhere, and a stranger is not told', async () => {
  const described = await server.call('zoe', describeGraph)
  const text = JSON.stringify(described)
  for (const [, section = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
    expect(described.components[section]?.[name], `${section}/${name}`).toBeDefined()
  expect((await server.refused(undefined, describeGraph)).code).toBe('sign_in_needed')
})

test('what it says can be read can be read, by what it says is needed', async () => {
  const described = await server.call('noor', describeGraph)
  const program = await programs.make(
    ['read_content', 'read_members', 'manage_groups', 'read_org_chart', 'manage_accounts', 'provision_accounts'],
    'all',
  )
  const ids: Record<string, string> = { community: 'community', group: database.cast.groups.operations, member: 'me' }
  for (const { kind, edges } of described['x-kinds'])
    for (const edge of edges.filter(one => one.verbs.includes('reads') && ids[kind])) {
      const { status, body } = await programs.graph(`/${ids[kind]}/${edge.name}?limit=1`, { token: program.token })
      const allowed =
        edge.needs.length === 0 ||
        edge.needs.some(name =>
          [
            'read_group',
            'read_group_membership',
            'manage_group',
            'read_org_chart',
            'manage_accounts',
            'provision_user_accounts',
          ].includes(name),
        )
      expect([status, Array.isArray(body.data)], `${kind}/${edge.name} ${JSON.stringify(body)}`).toEqual(
        allowed ? [200, true] : [403, false],
      )
    }
})
