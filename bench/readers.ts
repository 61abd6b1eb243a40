/** Pages that are open, as a process of its own: each follows the stream, and writes down when it was told of which post. Sends all on request. */
import { createServer } from 'node:http'

const [origin = '', count = '1', ...cookies] = process.argv.slice(2)
/** Post → when each reader was told of it, in milliseconds of wall-clock time with fractions. */
const told = new Map<string, number[]>()
const now = (): number => performance.timeOrigin + performance.now()

async function follow(cookie: string): Promise<void> {
  const stream = await fetch(`${origin}/live`, { headers: { cookie } })
  void (async () => {
    let text = ''
    for await (const part of stream.body ?? []) {
      const at = now()
      text += Buffer.from(part as Uint8Array).toString()
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const from = block.includes('"verb":"created"') ? block.indexOf('"post":{"id":"') : -1
        const id = from < 0 ? undefined : block.slice(from + 14, block.indexOf('"', from + 14))
        if (!id) continue
        const times = told.get(id)
        if (times) times.push(at)
        else told.set(id, [at])
      }
    }
  })()
}

for (let n = 0; n < Number(count); n++) await follow(cookies[n % cookies.length] ?? '')
const server = createServer((_request, response) => response.end(JSON.stringify([...told])))
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('SIGTERM', () => process.exit(0))
