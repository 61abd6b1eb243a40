/** The grammar of `fields` (workplace-graph-api.md 3.2), for what programs write, for what nobody writes, and in time that grows with the text. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { readFields } from '../../server/http/graph/fields.ts'
import { GraphError } from '../../server/http/graph/graph-error.ts'
import { graphNodes } from '../../server/http/graph/graph-nodes.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const attempt = (text: string): unknown => {
  try {
    return readFields(text)
  } catch (error) {
    return error
  }
}

describe('the grammar alone', () => {
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        '{',
        '}',
        '(',
        ')',
        '.',
        ',',
        ' ',
        '\n',
        '.as(',
        '.limit(0)',
        'from',
        'comments',
        'summary(true)',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  )

  test('whatever is sent is read, or refused in Graph’s own words', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        const found = attempt(pieces.join(''))
        return Array.isArray(found) || found instanceof GraphError
      }),
      { numRuns: 3_000 },
    )
  })

  test('what was read can be written again and is then the same', () => {
    const name = fc.constantFrom('id', 'from', 'comments', 'likes', 'feed', 'x_1')
    const { field } = fc.letrec<{ field: string }>(tie => ({
      field: fc
        .tuple(
          name,
          fc.boolean(),
          fc.option(fc.array(tie('field'), { minLength: 1, maxLength: 3 }), { depthSize: 'small' }),
        )
        .map(([one, limited, inner]) => `${one}${limited ? '.limit(3)' : ''}${inner ? `{${inner.join(' , ')}}` : ''}`),
    }))
    fc.assert(
      fc.property(field, text => {
        const [read, tight] = [attempt(text), attempt(text.replaceAll(' ', ''))]
        expect(read).toEqual(tight)
      }),
    )
  })

  test('64 kB of anything take no longer than their length says', () => {
    const size = 65_536
    const texts = ['{', '}', '(', 'a(', 'a.b(', '.', ',', ' ', 'a{', 'a,', 'a.x(1)', 'a'].map(unit =>
      unit.repeat(size / unit.length),
    )
    const took = (text: string): number => {
      const begun = performance.now()
      attempt(text)
      return performance.now() - begun
    }
    // The quickest of three, for a busy machine slows any one.
    for (const text of texts) expect(Math.min(took(text), took(text), took(text)), text.slice(0, 8)).toBeLessThan(150)
  })

  test('deeper or wider than what one call may cost is refused', () => {
    expect(attempt(`${'a{'.repeat(8)}id${'}'.repeat(8)}`)).toBeInstanceOf(GraphError)
    expect(attempt(`${'a{'.repeat(7)}id${'}'.repeat(7)}`)).toHaveLength(1)
    expect(attempt(Array(401).fill('id').join())).toBeInstanceOf(GraphError)
    expect(attempt(Array(400).fill('id').join())).toHaveLength(400)
  })
})

describe('through the door', () => {
  const database = useDatabase()
  const programs = usePrograms(database, useServer(database))
  let program: Program
  let post = ''
  beforeAll(async () => {
    program = await programs.make(['read_content', 'read_members'], ['operations'])
    const group = database.cast.groups.operations
    const made = await createPost(database.as('bruno'), { groupId: group, text: 'Frames' })
    post = `${group}_${made.id}`
    const comment = await createComment(database.as('ana'), { postId: made.id, text: 'One' })
    await createComment(database.as('noor'), { postId: made.id, text: 'Reply', parentId: comment.id })
    await react(database.as('ana'), made.id, 'like')
    await react(database.as('noor'), made.id, 'laugh')
  })
  const read = async (fields: string, path = post) =>
    (await programs.graph(`/${path}?fields=${encodeURIComponent(fields)}`, { token: program.token })).body

  test('one edge several times under names of its own, counted and not listed', async () => {
    const names = ['LIKE', 'CARE', 'LOVE', 'WOW', 'HAHA', 'SAD', 'ANGRY']
    const asked = names.map(
      name => `reactions.type(${name}).limit(0).summary(total_count).as(reactions_${name.toLowerCase()})`,
    )
    const body = await read(`seen.limit(0).summary(total_count),${asked.join(',')}`)
    expect(body.seen).toEqual({ data: [], summary: { total_count: expect.any(Number) } })
    expect(names.map(name => body[`reactions_${name.toLowerCase()}`].summary.total_count)).toEqual([
      1, 0, 0, 0, 1, 0, 0,
    ])
    expect(names.every(name => body[`reactions_${name.toLowerCase()}`].data.length === 0)).toBe(true)
  })

  test('three levels, blanks and line feeds between, modifiers in any order, a pseudo-field that is none', async () => {
    const body = await read(
      ' comments.limit( 5 ).summary( true ){ summary,\n message , comments{from{ name },message,parent{id}} }\n, from{first_name, last_name} ',
    )
    expect(body.from).toEqual({ first_name: 'Bruno', last_name: 'Keller', id: database.cast.people.bruno.memberId })
    expect(body.comments.summary.total_count).toBe(1)
    const [comment] = body.comments.data
    expect(Object.keys(comment)).toEqual(['message', 'comments', 'id'])
    expect(comment.comments.data[0]).toMatchObject({
      message: 'Reply',
      from: { name: 'Noor Haddad' },
      parent: { id: comment.id },
    })
  })

  test('what is unknown, not granted or every object’s own is left out, and nothing more comes of it', async () => {
    const odd = [
      'nime_type',
      'employee_number',
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      'valueOf',
      'email',
    ]
    const body = await read(
      `message,from{name,${odd.join(',')}},comments{${odd.join(',')}},reactions{${odd.join(',')}},${odd.join(',')}`,
    )
    expect(Object.keys(body)).toEqual(['message', 'from', 'comments', 'reactions', 'id'])
    expect(Object.keys(body.from)).toEqual(['name', 'id'])
    for (const row of [...body.comments.data, ...body.reactions.data]) expect(Object.keys(row)).toEqual(['id'])
    expect(JSON.stringify(body)).not.toContain('cobalt.example')
    const renamed = await read('message.as(__proto__),from.as(constructor)')
    expect(renamed.constructor).toEqual({ name: 'Bruno Keller', id: database.cast.people.bruno.memberId })
    for (const edge of ['constructor', '__proto__', 'toString'])
      expect((await programs.graph(`/${post}/${edge}`, { token: program.token })).body.error.code, edge).toBe(2500)
  })

  test('text that is no list of fields is said where it goes wrong', async () => {
    for (const wrong of ['from{', 'from}', 'a.b', 'a.(x)', 'from{name', 'é'])
      expect((await read(wrong)).error, wrong).toMatchObject({
        code: 100,
        message: expect.stringContaining('Syntax error'),
      })
  })

  test('every field of every kind can be asked for at once', async () => {
    for (const [kind, node] of Object.entries(graphNodes)) {
      const id = {
        community: 'community',
        group: database.cast.groups.operations,
        member: 'ana@cobalt.example',
        post,
        comment: '',
      }[kind]
      if (!id) continue
      const body = await read([...Object.keys(node.edges)].join(), id)
      expect(body.error, kind).toBeUndefined()
      expect(body.id, kind).toEqual(expect.any(String))
    }
  })
})
