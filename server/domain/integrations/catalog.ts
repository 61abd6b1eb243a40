/**
 * Integrations: what there is to enable, what is enabled where, with which grant. A connector is an app that happens to live in our tree; nobody
 * outside `connectors/` knows one by name.
 */
import type { TObject } from 'typebox'
import type { Listed } from '../../../connectors/catalog.ts'
import type { Place } from '../../../connectors/connector.ts'
import type { Language } from '../../../contract/api/basics.ts'
import { Refusal } from '../../platform/refusal.ts'
import { fill, type Values } from '../../platform/words.ts'

interface Opened {
  readonly listed: ReadonlyMap<string, Listed>
  /** Where the services are played, in the try-out and in tests. */
  readonly sandboxOrigin: string | undefined
}

let opened: Opened = { listed: new Map(), sandboxOrigin: undefined }

/** Sets what there is, at the start. Examples are for those who try and those who build. */
export function openCatalog(
  all: ReadonlyMap<string, Listed>,
  options: { examples: boolean; sandboxOrigin?: string | undefined },
): void {
  const listed = [...all].filter(([, { connector }]) => options.examples || !connector.listing.example)
  opened = { listed: new Map(listed), sandboxOrigin: options.sandboxOrigin }
}

export const allListed = (): readonly Listed[] => [...opened.listed.values()]

export const findListed = (id: string): Listed | undefined => opened.listed.get(id)

/** The listing, or `not_found`. */
export function getListed(id: string): Listed {
  const found = opened.listed.get(id)
  if (!found) throw new Refusal('not_found')
  return found
}

/** What the settings are before anybody chose: the schema's defaults. */
export const defaultSettings = ({ connector }: Listed): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(connector.settings.properties as Record<string, { default?: unknown }>).flatMap(
      ([name, property]) => (property.default === undefined ? [] : [[name, property.default]]),
    ),
  )

/** Base addresses of a connector under these settings: the service's own, or the sandbox's in their place. */
export function addressesOf({ connector }: Listed, settings: unknown): Readonly<Record<string, string>> {
  const own = connector.addresses(settings as never)
  if (!opened.sandboxOrigin) return own
  return Object.fromEntries(
    Object.entries(own).map(([name, address]) => [
      name,
      address.startsWith(`${opened.sandboxOrigin}/`) ? address : `${opened.sandboxOrigin}/${connector.id}/${name}`,
    ]),
  )
}

export function placeOf(listed: Listed, settings: unknown): Place<never> {
  const addresses = addressesOf(listed, settings)
  return {
    settings: settings as never,
    address(name) {
      const found = addresses[name]
      if (!found) throw new Error(`${listed.connector.id} has no address called ${name}`)
      return found.replace(/\/$/, '')
    },
  }
}

/** Says a sentence of the connector's own. Its keys are proved by every-connector.test.ts. */
export function sayOf(listed: Listed, language: Language, key: string, values: Values = {}): string {
  const message = listed.words[language][key]
  if (message === undefined) throw new Error(`${listed.connector.id} has no sentence "${key}" in ${language}`)
  return fill(message, language, values)
}

export const hasSentence = (listed: Listed, key: string): boolean => listed.words.en[key] !== undefined

/** Names of the settings that are secret: kept sealed and never shown again. */
export function secretSettings(schema: TObject): string[] {
  return Object.entries(schema.properties).flatMap(([name, property]) =>
    'secret' in property && property.secret === true ? [name] : [],
  )
}
