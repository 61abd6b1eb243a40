import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Answer, Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, list, text } from '../reading.ts'
import { cardFromLayout, plainCard } from './cards.ts'
import { isId, itemOf, longId } from './ids.ts'
import { mostBytes } from './searched.ts'
import { callOrg, problemOf, type SalesforceClient, type SalesforceSettings } from './site.ts'

/** What stands before each host: `acme`, `acme--uat.sandbox`; before an older instance `na73`; in small, nothing. */
const named = /^(?:[a-z0-9-]+(?:\.(?:sandbox|develop|scratch|trailblaze|demo|patch))?)?$/
const hosts: Readonly<Record<string, RegExp>> = {
  sites: named,
  lightning: named,
  government: named,
  government_lightning: named,
  instances: /^[a-z]{2,4}\d{1,4}$/,
}
const kinds: Readonly<Record<string, string>> = { Report: 'report', Dashboard: 'dashboard' }
const kindsByPrefix: Readonly<Record<string, string>> = { '00O': 'report', '01Z': 'dashboard' }

export function recognise(url: URL, place: Place<SalesforceSettings>): Reference | undefined {
  const found = Object.entries(hosts)
    .map(([name, label]) => ({ label, host: under(url, place.address(name)) }))
    .find(({ label, host }) => host && label.test(host.label))?.host
  if (!found) return undefined
  const parts = found.path.split('/').filter(Boolean)
  const lightning = parts[0] === 'lightning' && parts[1] === 'r' ? parts.slice(2) : undefined
  if (!lightning && parts.length !== 1) return undefined
  const [first = '', second = ''] = lightning ?? parts
  const [object, id] = isId(first) ? [undefined, first] : [first, second]
  if (!isId(id) || (object !== undefined && !/^\w{1,80}$/.test(object))) return undefined
  const kind = kinds[object ?? ''] ?? kindsByPrefix[id.slice(0, 3)] ?? 'record'
  return { kind, ids: { id, ...(object && { object }), url: found.origin + found.path } }
}

export const item = ({ ids }: Reference): string => itemOf(ids.id ?? '')

/** A record of another org than the account's is nobody's to see with it, whatever the number says. */
export async function preview(reference: Reference, client: SalesforceClient): Promise<PreviewOutcome> {
  const { ids } = reference
  if (!isSameOrg(ids.url ?? '', client.details.instance ?? '')) return { state: 'not_yours' }
  const url = ids.url ?? ''
  if (reference.kind === 'record') {
    // Compact for the card; all that the page shows, for what a notice may tell this account.
    const query = { layoutTypes: 'Compact,Full', modes: 'View' }
    const answer = await callOrg(client, `/ui-api/record-ui/${longId(ids.id ?? '')}`, { query })
    if (answer.status === 401) return { state: 'account_needed' }
    const card = answer.status < 400 ? cardFromLayout(answer.json, longId(ids.id ?? ''), url) : undefined
    const parts = Object.keys(at(answer.json, 'records', longId(ids.id ?? ''), 'fields'))
    if (card) return { state: 'shown', card, audience: 'viewer', parts }
    // What the interface has no layout for can still be read plainly.
    const unsupported = /^(?:INVALID_TYPE|NOT_SUPPORTED|UNSUPPORTED_ENTITY|INVALID_FIELD)$/
    if (!unsupported.test(problemOf(answer)?.code ?? '')) return { state: 'not_yours' }
  }
  return previewPlain(reference, client)
}

async function previewPlain({ kind, ids }: Reference, client: SalesforceClient): Promise<PreviewOutcome> {
  const id = ids.id ?? ''
  const object = ids.object ?? (await objectOf(id, client))
  if (!object) return { state: 'not_yours' }
  const answer = await callOrg(client, `/sobjects/${object}/${longId(id)}`)
  if (answer.status === 401) return { state: 'account_needed' }
  if (problemOf(answer)?.code === 'ENTITY_IS_DELETED') return { state: 'gone' }
  if (answer.status >= 400) return { state: 'not_yours' }
  const card = plainCard(kind, object, answer.json, ids.url ?? '')
  return { state: 'shown', card, audience: 'viewer', parts: Object.keys(at(answer.json)) }
}

/** The first three characters of a number name its object. */
async function objectOf(id: string, client: SalesforceClient): Promise<string | undefined> {
  const known = { '00O': 'Report', '01Z': 'Dashboard' }[id.slice(0, 3)]
  if (known) return known
  const answer: Answer = await callOrg(client, '/sobjects/', { longest: mostBytes })
  const found = list(at(answer.json).sobjects).find(one => text(at(one).keyPrefix) === id.slice(0, 3))
  return text(at(found).name) || undefined
}

/** By the name the org chose: it is in both hosts. An older instance holds many orgs, and tells nothing. */
function isSameOrg(url: string, instance: string): boolean {
  const [pasted, own] = [nameOf(url), nameOf(instance)]
  return pasted === undefined || own === undefined || pasted === own
}

const nameOf = (url: string): string | undefined =>
  URL.canParse(url)
    ? /^([a-z0-9-]+(?:\.(?:sandbox|develop|scratch|trailblaze|demo|patch))?)\.(?:my|lightning)\./.exec(
        new URL(url).hostname,
      )?.[1]
    : undefined
