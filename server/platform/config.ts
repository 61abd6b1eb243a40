/**
 * Configuration, by environment only: every variable stands in this one table, from which the README's is compared by a test. A mistake is
 * one sentence and ends the start.
 */
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { StartProblem } from './start-problem.ts'
import type { Bucket } from './storage-s3.ts'

export type Mode = 'tryout' | 'production'

export interface Variable {
  readonly name: string
  /** As the README's table says it. */
  readonly preset: string
  readonly about: string
}

export const variables = [
  { name: 'PORT', preset: '3000', about: 'Where the server listens. The try-out’s sandbox takes the next one.' },
  {
    name: 'PASSERELLE_DATA',
    preset: './data',
    about: 'Folder of the embedded database, of the key file, and of what people upload.',
  },
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
  { name: 'MAIL_FROM', preset: 'passerelle@ the host of PUBLIC_URL', about: 'Sender of mail, an address.' },
  {
    name: 'OUTBOUND_ALLOW',
    preset: 'nothing',
    about:
      'Inside services that configured integrations may reach: host:port or CIDR, separated by commas. Never reached by a pasted link.',
  },
  {
    name: 'S3_ENDPOINT',
    preset: 'files in PASSERELLE_DATA',
    about: 'Address of an S3-compatible storage for what people upload. Must be set where several machines serve.',
  },
  { name: 'S3_BUCKET', preset: 'none', about: 'The bucket there; nothing else should be in it.' },
  { name: 'S3_REGION', preset: 'us-east-1', about: 'Its region, as its signatures name it.' },
  { name: 'S3_ACCESS_KEY', preset: 'none', about: 'Who we are to the storage; with S3_ENDPOINT.' },
  { name: 'S3_SECRET_KEY', preset: 'none', about: 'What proves it; with S3_ENDPOINT.' },
  { name: 'FILE_LIMIT', preset: '200', about: 'The largest file that is taken, in MB. Pictures may have 20.' },
  { name: 'TRUST_PROXY', preset: 'no', about: 'yes where a proxy of yours stands in front and sets X-Forwarded-For.' },
  {
    name: 'COUNTRY_HEADER',
    preset: 'none',
    about:
      'The header in which that proxy says the country of an address, such as CF-IPCountry; the security webhooks tell it. With TRUST_PROXY.',
  },
  {
    name: 'HOSTS',
    preset: 'the old public names',
    about:
      'What a host leads to at its root, before the usual names: host=graph, host=scim or host=web, separated by commas; * stands for any part of a name.',
  },
  { name: 'TLS_PORT', preset: 'no TLS', about: 'Where the server listens with TLS as well. Needs TLS_CERTS.' },
  {
    name: 'TLS_CERTS',
    preset: 'none',
    about:
      'Certificates (PEM), each given to the names it holds: cert:key pairs separated by commas, or a folder with name.crt beside name.key. Read again when they change or at SIGHUP.',
  },
  {
    name: 'GRAPH_LIMIT',
    preset: '200000',
    about:
      'Calls of the Graph API that one program may make in an hour; a community has five times as many. 0: no limit.',
  },
  { name: 'LOG_LEVEL', preset: 'info', about: 'debug, info, warn or error.' },
] as const satisfies readonly Variable[]

/** Doors that a host may lead to at its root. */
export const hostDoors = ['graph', 'scim', 'web'] as const
export type HostDoor = (typeof hostDoors)[number]

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
  /** Where uploads go; nothing: to the data folder. */
  readonly bucket: Bucket | undefined
  /** Bytes. */
  readonly fileLimit: number
  readonly trustProxy: boolean
  /** In small letters; nothing without a proxy to trust. */
  readonly countryHeader: string | undefined
  readonly logLevel: string
  /** In order; the first whose name fits decides. */
  readonly hosts: readonly { readonly host: string; readonly door: HostDoor }[]
  readonly tls: { readonly port: number; readonly certificates: readonly string[] } | undefined
  readonly graphLimit: number
}

/** What the try-out heeds: where it is, how much it tells, and how old programs reach it. */
const ofTheTryOut: readonly Name[] = [
  'PORT',
  'PASSERELLE_DATA',
  'LOG_LEVEL',
  'HOSTS',
  'TLS_PORT',
  'TLS_CERTS',
  'GRAPH_LIMIT',
]

/**
 * Reads and checks; throws one `StartProblem` for each mistake, naming the variable and what it should be. The try-out
 * heeds only what `ofTheTryOut` names.
 */
export function readConfig(environment: Environment, mode: Mode): Config {
  const mistakes: StartProblem[] = []
  const get = (name: Name): string | undefined => {
    const heeded = mode === 'production' || ofTheTryOut.includes(name)
    return (heeded && environment[name]?.trim()) || undefined
  }
  /** The value, or its preset; a wrong one is noted, and `shown` says whether it may be repeated: an address may hold a password. */
  function read<T extends string | undefined>(
    name: Name,
    preset: T,
    expected: string,
    isRight: (value: string) => boolean,
    shown = true,
  ): string | T {
    const value = get(name)
    if (value === undefined) return preset
    if (!isRight(value))
      mistakes.push(new StartProblem('variable_wrong', { name, value: shown ? value : '…', expected }))
    return value
  }
  const readDatabase = (name: Name): string | undefined =>
    read(name, undefined, 'postgresql://…', value => /^postgres(?:ql)?:\/\/\S+$/.test(value), false)

  /** All of it or nothing: a storage half named is one mistake for each half. */
  function readBucket(): Bucket | undefined {
    const needed = get('S3_ENDPOINT') !== undefined
    const named = (name: Name, shown: boolean): string =>
      read(name, undefined, '…', value => !/\s/.test(value), shown) ?? missing(name, needed)
    const endpoint = read('S3_ENDPOINT', undefined, 'https://…', hasProtocol(['http:', 'https:']))
    const bucket = named('S3_BUCKET', true)
    const accessKey = named('S3_ACCESS_KEY', false)
    const secretKey = named('S3_SECRET_KEY', false)
    const region = read('S3_REGION', 'us-east-1', 'eu-west-3', value => /^[\w-]+$/.test(value))
    return endpoint === undefined ? undefined : { endpoint, bucket, region, accessKey, secretKey }
  }
  function missing(name: Name, needed: boolean): string {
    if (needed) mistakes.push(new StartProblem('variable_wrong', { name, value: '', expected: '…' }))
    return ''
  }

  const port = Number(read('PORT', '3000', '1 – 65534', isPort))
  const publicUrl = read('PUBLIC_URL', `http://localhost:${port}`, 'https://example.com', isOrigin)
  const tlsPort = read(
    'TLS_PORT',
    undefined,
    `1 – 65534, TLS_CERTS`,
    value => isPort(value) && get('TLS_CERTS') !== undefined,
  )
  const certificates = listed(
    read(
      'TLS_CERTS',
      '',
      'cert.pem:key.pem, /folder',
      value => listed(value).length > 0 && get('TLS_PORT') !== undefined,
    ),
  )
  const trustProxy = read('TRUST_PROXY', 'no', 'yes, no', value => ['yes', 'no'].includes(value)) === 'yes'
  const countryHeader = read('COUNTRY_HEADER', undefined, 'CF-IPCountry', value => /^[\w-]{1,60}$/.test(value))
  const config = {
    mode,
    port,
    dataFolder: resolve(get('PASSERELLE_DATA') ?? './data'),
    key: get('PASSERELLE_KEY'),
    databaseUrl: readDatabase('DATABASE_URL'),
    migrateDatabaseUrl: readDatabase('MIGRATE_DATABASE_URL'),
    smtpUrl: read('SMTP_URL', undefined, 'smtp://…, smtps://…', hasProtocol(['smtp:', 'smtps:']), false),
    mailFrom: read('MAIL_FROM', undefined, 'someone@example.com', value => /\S@\S/.test(value)),
    outboundAllow: listed(read('OUTBOUND_ALLOW', '', 'host:port, 10.0.0.0/8', value => listed(value).every(isPlace))),
    bucket: readBucket(),
    fileLimit: Number(read('FILE_LIMIT', '200', '1 – 5000', isMegabytes)) * 1_048_576,
    trustProxy,
    countryHeader: trustProxy ? countryHeader?.toLowerCase() : undefined,
    hosts: listed(
      read('HOSTS', '', `graph.example.com=graph, *.example.com=web`, value => listed(value).every(isHost)),
    ).map(hostIn),
    tls: tlsPort === undefined ? undefined : { port: Number(tlsPort), certificates },
    graphLimit: Number(read('GRAPH_LIMIT', '200000', '0, 1, 2 …', value => /^\d{1,12}$/.test(value))),
    logLevel: read('LOG_LEVEL', 'info', levels.join(', '), value => levels.includes(value)),
  }
  if (mistakes.length > 0) throw new AggregateError(mistakes, 'the configuration has mistakes')
  const origin = new URL(publicUrl)
  return { ...config, publicUrl: origin, mailFrom: config.mailFrom ?? `passerelle@${origin.hostname}` }
}

const levels = ['debug', 'info', 'warn', 'error']

function isPort(value: string): boolean {
  // The highest is left to the try-out's sandbox, which takes the next one.
  return /^\d+$/.test(value) && Number(value) > 0 && Number(value) < 65_535
}

const hasProtocol =
  (protocols: readonly string[]) =>
  (value: string): boolean =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol)

/** An address people can be sent to, without a path of its own: every door has its place at the root. */
function isOrigin(value: string): boolean {
  return hasProtocol(['http:', 'https:'])(value) && new URL(value).href === `${new URL(value).origin}/`
}

const isMegabytes = (value: string): boolean => /^\d{1,4}$/.test(value) && Number(value) > 0 && Number(value) <= 5_000

const listed = (value: string): string[] =>
  value
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean)

const isPlace = (entry: string): boolean => ipaddr.isValidCIDR(entry) || /^[^\s/]+:\d{1,5}$/.test(entry)

const isHost = (entry: string): boolean => {
  const [host = '', door = ''] = entry.split('=')
  return /^[a-z0-9*.-]+$/i.test(host) && hostDoors.includes(door as HostDoor)
}

function hostIn(entry: string): { host: string; door: HostDoor } {
  const [host = '', door] = entry.split('=')
  return { host, door: door as HostDoor }
}
