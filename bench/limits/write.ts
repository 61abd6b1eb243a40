/** L-write: node:http and pg, parse JSON, one insert, answer; pool of 16 (performance.md D1). Prints its port. */
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 })
await pool.query(
  'create table if not exists limit_posts (id bigserial primary key, author bigint, body jsonb, at timestamptz default now())',
)

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    const { text } = JSON.parse(Buffer.concat(parts).toString())
    const inserted = await pool.query({
      name: 'insert',
      text: 'insert into limit_posts (author, body) values ($1, $2) returning id, at',
      values: [1, JSON.stringify({ text })],
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(inserted.rows[0]))
  })
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
