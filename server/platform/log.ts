import { type Logger, pino } from 'pino'

/** Fields that may hold a secret are blotted out wherever they stand, though nobody should put one there. */
const secretFields = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'code',
  'key',
  'access_token',
  'refresh_token',
  'client_secret',
]

/** One JSON line an entry, on standard output. */
export function makeLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: secretFields.flatMap(field => [field, `*.${field}`, `*.*.${field}`]), censor: '…' },
    formatters: { level: label => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}
