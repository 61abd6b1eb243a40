/**
 * Configuration, by environment only: every variable stands in this one table, from which the README's is compared by a test. A mistake is
 * one sentence and ends the start.
 */
import { resolve } from 'node:path'
import { StartProblem } from './start-problem.ts'

export type Mode = 'tryout' | 'production'

export interface Variable {
  readonly name: string
  /** As the README's table says it. */
  readonly preset: string
  readonly about: string
}

export const variables = [
  { name: 'PORT', preset: '3000', about: 'Where the server listens. The try-out’s sandbox takes the next one.' },
  { name: 'PASSERELLE_DATA', preset: './data', about: 'Folder of the embedded database and of the key file.' },
  {
    name: 'PASSERELLE_KEY',
    preset: 'a key file in the data folder',
    about: 'Master key, 32 bytes as base64 or hex. Must be set with DATABASE_URL. Keep it apart from backups.',
  },
  {
    name: 'PUBLIC_URL',
    preset: 'http://localhost:PORT',
    about: 'The address people use; links, redirects and cookies are made for it.',
  },
  {
    name: 'DATABASE_URL',
    preset: 'the embedded PostgreSQL',
    about: 'A PostgreSQL of your own, version 15 or later, as the server’s own role (passerelle_app).',
  },
  {
    name: 'MIGRATE_DATABASE_URL',
    preset: 'DATABASE_URL',
    about: 'The same database as the role that owns the tables; used by migrations only.',
  },
  {
    name: 'SMTP_URL',
    preset: 'no mail',
    about: 'smtp:// or smtps:// address for invitations, password resets and notifications.',
  },
  { name: 'MAIL_FROM', preset: 'passerelle@ the host of PUBLIC_URL', about: 'Sender of mail.' },
  {
    name: 'OUTBOUND_ALLOW',
    preset: 'nothing',
    about:
      'Inside services that configured integrations may reach: host:port or CIDR, separated by commas. Never reached by a pasted link.',
  },
  { name: 'TRUST_PROXY', preset: 'no', about: 'yes where a proxy of yours stands in front and sets X-Forwarded-For.' },
  { name: 'LOG_LEVEL', preset: 'info', about: 'debug, info, warn or error.' },
] as const satisfies readonly Variable[]

type Name = (typeof variables)[number]['name']
type Environment = Readonly<Record<string, string | undefined>>

export interface Config {
  readonly mode: Mode
  readonly port: number
  readonly dataFolder: string
  readonly key: string | undefined
  readonly publicUrl: URL
  readonly databaseUrl: string | undefined
  readonly migrateDatabaseUrl: string | undefined
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly outboundAllow: readonly string[]
  readonly trustProxy: boolean
  readonly logLevel: string
}

/** Reads and checks; throws a `StartProblem` that names the variable and what it should be. The try-out heeds PORT and PASSERELLE_DATA only. */
export function readConfig(environment: Environment, mode: Mode): Config {
  const get = (name: Name): string | undefined => {
    const heeded = mode === 'production' || name === 'PORT' || name === 'PASSERELLE_DATA' || name === 'LOG_LEVEL'
    return (heeded && environment[name]?.trim()) || undefined
  }
  const port = readPort(get('PORT') ?? '3000')
  const publicUrl = readUrl('PUBLIC_URL', get('PUBLIC_URL') ?? `http://localhost:${port}`, ['http:', 'https:'])
  const databaseUrl = get('DATABASE_URL')
  if (databaseUrl) readUrl('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:'])
  const smtpUrl = get('SMTP_URL')
  if (smtpUrl) readUrl('SMTP_URL', smtpUrl, ['smtp:', 'smtps:'])
  return {
    mode,
    port,
    dataFolder: resolve(get('PASSERELLE_DATA') ?? './data'),
    key: get('PASSERELLE_KEY'),
    publicUrl: new URL(publicUrl.origin),
    databaseUrl,
    migrateDatabaseUrl: get('MIGRATE_DATABASE_URL'),
    smtpUrl,
    mailFrom: get('MAIL_FROM') ?? `passerelle@${publicUrl.hostname}`,
    outboundAllow: (get('OUTBOUND_ALLOW') ?? '')
      .split(',')
      .map(entry => entry.trim())
      .filter(Boolean),
    trustProxy: readSwitch('TRUST_PROXY', get('TRUST_PROXY') ?? 'no'),
    logLevel: readOneOf('LOG_LEVEL', get('LOG_LEVEL') ?? 'info', ['debug', 'info', 'warn', 'error']),
  }
}

function wrong(name: Name, value: string, expected: string): never {
  throw new StartProblem('variable_wrong', { name, value, expected })
}

function readPort(value: string): number {
  const port = Number(value)
  return Number.isInteger(port) && port >= 0 && port < 65_535 ? port : wrong('PORT', value, '1 – 65534')
}

function readUrl(name: Name, value: string, protocols: readonly string[]): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const expected = protocols.map(protocol => `${protocol}//…`).join(', ')
  // A wrong address may hold a password: it is not repeated.
  return url && protocols.includes(url.protocol) ? url : wrong(name, '…', expected)
}

const readSwitch = (name: Name, value: string): boolean => readOneOf(name, value, ['yes', 'no']) === 'yes'

function readOneOf(name: Name, value: string, choices: readonly string[]): string {
  return choices.includes(value) ? value : wrong(name, value, choices.join(', '))
}
