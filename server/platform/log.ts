import { type Logger, pino } from 'pino'

/** Fields that may hold a secret are blotted out wherever they stand, though nobody should put one there. */
const secretFields = [
  ...['password', 'passwordHash', 'password_hash', 'token', 'tokenHash', 'token_hash', 'tokens', 'secret', 'sealed'],
  ...['authorization', 'cookie', 'code', 'setupCode', 'key', 'apiKey', 'masterKey', 'signature', 'sessionId'],
  ...['accessToken', 'refreshToken', 'idToken', 'clientSecret', 'access_token', 'refresh_token', 'id_token'],
  ...['client_secret', 'secretKey', 'smtpUrl', 'databaseUrl', 'migrateDatabaseUrl'],
].concat(['["set-cookie"]', '["proxy-authorization"]', '["x-hub-signature"]', '["x-hub-signature-256"]'])

/** One JSON line an entry, on standard output. `into` is for tests. */
export function makeLog(level: string, into?: { write(line: string): unknown }): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: secretFields.flatMap(anywhere), censor: '…' },
    serializers: { err: problem },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return into ? pino(options, into) : pino(options)
}

/** At the top of an entry and two levels down. */
function anywhere(field: string): string[] {
  const name = field.startsWith('[') ? field : `.${field}`
  return [field, `*${name}`, `*.*${name}`]
}

/** An error as it is, save what PostgreSQL tells of the row; its code under a name of its own, for a `code` may open something. */
function problem(error: Error): object {
  const { code, detail: _row, where: _place, ...told } = pino.stdSerializers.err(error)
  return code === undefined ? told : { ...told, errorCode: code }
}
