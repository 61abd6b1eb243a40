/** L-hello: node:http that answers two words. Prints its port. */
import { createServer } from 'node:http'

const server = createServer((_request, response) => response.end('hello world'))
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
