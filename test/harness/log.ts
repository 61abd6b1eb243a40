import { Writable } from 'node:stream'
import { pino } from 'pino'

/** A log of every level, and the lines that were written to it, to be searched. */
export function keptLog() {
  const logged: string[] = []
  const lines = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  })
  return { logged, log: pino({ level: 'trace' }, lines) }
}
