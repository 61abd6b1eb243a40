import { describe, expect, test } from 'vitest'
import { readConfig, variables } from './config.ts'
import type { StartProblem } from './start-problem.ts'

/** The names of the variables that are wrong. */
function mistakes(environment: Record<string, string>): unknown[] {
  try {
    readConfig(environment, 'production')
    return []
  } catch (error) {
    return (error as AggregateError).errors.map((problem: StartProblem) => problem.data.name)
  }
}

describe('production', () => {
  test('needs no variable at all', () => {
    expect(readConfig({}, 'production')).toMatchObject({
      port: 3000,
      mailFrom: 'passerelle@localhost',
      outboundAllow: [],
      trustProxy: false,
      logLevel: 'info',
    })
    expect(readConfig({}, 'production').publicUrl.origin).toBe('http://localhost:3000')
  })

  test('heeds every variable of the table', () => {
    const heeded = new Set<string>()
    const environment = new Proxy({}, { get: (_, name) => void heeded.add(String(name)) })
    readConfig(environment, 'production')
    expect([...heeded].sort()).toEqual(variables.map(variable => variable.name).sort())
  })

  test.each([
    ['PORT', '80a', '0', '-1', '65535', '3000.5', '1e3'],
    ['PUBLIC_URL', 'example.com', 'ftp://example.com', 'https://example.com/chat', 'https://a:b@example.com'],
    ['DATABASE_URL', 'mysql://localhost/a', 'localhost:5432', 'postgresql://a b'],
    ['MIGRATE_DATABASE_URL', 'passerelle_owner'],
    ['SMTP_URL', 'mail.example.com', 'http://mail.example.com'],
    ['MAIL_FROM', 'Passerelle'],
    ['OUTBOUND_ALLOW', 'intranet', 'http://intranet:80', '10.0.0.0/99', '10.0.0.0/8, intranet'],
    ['TRUST_PROXY', 'true', '1'],
    ['HOSTS', 'graph', 'a.example=mail', 'a b=graph', 'a.example=graph,b'],
    ['TLS_PORT', '443', '0'],
    ['TLS_CERTS', '/srv/certs'],
    ['GRAPH_LIMIT', 'many', '-1', '1.5'],
    ['LOG_LEVEL', 'loud'],
  ])('%s refuses what it cannot be', (name, ...values) => {
    for (const value of values) expect([value, mistakes({ [name]: value })]).toEqual([value, [name]])
  })

  test.each([
    ['PUBLIC_URL', 'https://chat.example.com', 'http://localhost:8080/'],
    ['DATABASE_URL', 'postgres://a:b@db:5432/c', 'postgresql://role@/passerelle?host=%2Frun%2Fpostgresql'],
    ['SMTP_URL', 'smtps://a:b@mail.example.com:465'],
    ['MAIL_FROM', 'passerelle@example.com', 'Passerelle <passerelle@example.com>'],
    ['OUTBOUND_ALLOW', '10.0.0.0/8, intranet.example:8443, fd00::/8'],
    ['TRUST_PROXY', 'yes', 'no', ' '],
    ['HOSTS', 'graph.example.com=graph, *.example.com=web', 'localhost=graph'],
    ['GRAPH_LIMIT', '0', '1000000'],
  ])('%s takes what it may be', (name, ...values) => {
    for (const value of values) expect([value, mistakes({ [name]: value })]).toEqual([value, []])
  })

  test('every mistake is told, and an address that may hold a password is not repeated', () => {
    const environment = { PORT: 'x', DATABASE_URL: 'mysql://a:s3cret@b/c', SMTP_URL: 's3cret' }
    expect(mistakes(environment)).toEqual(['PORT', 'DATABASE_URL', 'SMTP_URL'])
    const told = (): unknown => readConfig(environment, 'production')
    expect(told).toThrow(AggregateError)
    try {
      told()
    } catch (error) {
      expect(JSON.stringify((error as AggregateError).errors)).not.toContain('s3cret')
    }
  })
})

test('TLS needs a port and certificates', () => {
  expect(readConfig({}, 'production').tls).toBeUndefined()
  expect(readConfig({ TLS_PORT: '443', TLS_CERTS: 'a.pem:a.key, /srv/certs' }, 'production').tls).toEqual({
    port: 443,
    certificates: ['a.pem:a.key', '/srv/certs'],
  })
})

test('the try-out heeds its port, its data, how much it tells and how old programs reach it, and nothing of production', () => {
  const config = readConfig(
    { PORT: '4000', PASSERELLE_DATA: '/srv/a', DATABASE_URL: 'postgres://a/b', SMTP_URL: 'smtp://a', PUBLIC_URL: 'x' },
    'tryout',
  )
  expect(config).toMatchObject({ port: 4000, dataFolder: '/srv/a', databaseUrl: undefined, smtpUrl: undefined })
  expect(config.publicUrl.origin).toBe('http://localhost:4000')
})
