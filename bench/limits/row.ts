/** A bare one-row read: node:http and pg, one post by its number as JSON; pool of 16. Prints its port. */
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 })

const server = createServer(async (_request, response) => {
  const found = await pool.query({
    name: 'row',
    text: 'select id, group_id, author_id, text, created_at from posts where community_id = $1 and id = $2 and deleted_at is null',
    values: [process.argv[3], process.argv[4]],
  })
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(found.rows[0]))
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
