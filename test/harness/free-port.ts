import { createServer } from 'node:net'

/** A port that is free, with the next one, which the sandbox takes. */
export async function freePort(): Promise<number> {
  const first = 20_000 + Math.floor(Math.random() * 20_000)
  return (await isFree(first)) && (await isFree(first + 1)) ? first : freePort()
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '::', () => server.close(() => resolve(true)))
  })
