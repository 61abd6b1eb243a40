/** L-read: node:http and pg, a feed of 25 rows as JSON; pool of 16 (performance.md D1). Prints its port. */
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 })

const server = createServer(async (_request, response) => {
  const found = await pool.query({
    name: 'feed',
    text: 'select id, group_id, author_id, text, created_at from posts where community_id = $1 and group_id = $2 and deleted_at is null order by id desc limit 25',
    values: [process.argv[3], process.argv[4]],
  })
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(found.rows))
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
