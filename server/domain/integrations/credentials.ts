import type { Listed } from '../../../connectors/catalog.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { findListed, secretSettings } from './catalog.ts'
import type { InstallationRow } from './installations.sql.ts'

/** What an installation keeps sealed: the client registered at the service, and its secret settings. */
export interface Credentials {
  readonly clientId?: string
  readonly clientSecret?: string
  readonly settings?: Readonly<Record<string, unknown>>
}

const contextOf = (installationId: string): string => `installations:${installationId}`

export const sealCredentials = (installationId: string, credentials: Credentials): Buffer =>
  seal(JSON.stringify(credentials), contextOf(installationId))

export function openCredentials(row: Pick<InstallationRow, 'id' | 'credentials'>): Credentials {
  return row.credentials ? JSON.parse(openText(row.credentials, contextOf(row.id))) : {}
}

/** Settings as the connector needs them, the secret ones among them; sealed ones are opened only where it has such. */
export function wholeSettings(
  row: Pick<InstallationRow, 'id' | 'integration_id' | 'settings' | 'credentials'>,
): Record<string, unknown> {
  const listed = findListed(row.integration_id)
  const secret = listed && secretSettings(listed.connector.settings).length > 0
  return secret ? { ...row.settings, ...openCredentials(row).settings } : row.settings
}

/** Parts what is checked into what may be read and what is sealed. */
export function partSettings(
  listed: Listed,
  settings: Record<string, unknown>,
): { open: Record<string, unknown>; secret: Record<string, unknown> } {
  const names = new Set(secretSettings(listed.connector.settings))
  const entries = Object.entries(settings)
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  }
}
