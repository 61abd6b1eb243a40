import { at, list, parse, text } from '../reading.ts'
import { callOrg, demandDone, type SalesforceClient } from './site.ts'

/** A kind of record that is searched: its name, what the org calls it, and which fields name a record of it. */
export interface Searched {
  readonly name: string
  readonly label: string
  readonly fields: string
}

/** What every org has, by what its records are called; of its own kinds, every one has a `Name`. */
const standard: Readonly<Record<string, string>> = {
  Account: 'Name',
  Contact: 'Name',
  Opportunity: 'Name',
  Lead: 'Name',
  Case: 'CaseNumber, Subject',
  Campaign: 'Name',
  Contract: 'ContractNumber',
  Order: 'OrderNumber',
  Product2: 'Name',
  Task: 'Subject',
}
/** A search names its kinds one by one, and may name twenty. */
const most = 20

/** The kinds of record that this account may search, standard ones first, then the org's own; asked of the org once, and remembered. */
export async function searchedBy(client: SalesforceClient): Promise<readonly Searched[]> {
  const kept = parse(Buffer.from(client.memory.get('searched') ?? ''))
  if (Array.isArray(kept)) return kept as Searched[]
  const answer = await callOrg(client, '/sobjects/', { longest: mostBytes })
  demandDone(answer)
  const found = list(at(answer.json).sobjects)
    .map(one => at(one))
    .filter(one => one.searchable === true && one.queryable === true && one.deprecatedAndHidden !== true)
    .flatMap(searchedAs)
    .toSorted((a, b) => place(a) - place(b) || a.label.localeCompare(b.label))
    .slice(0, most)
  client.memory.set('searched', JSON.stringify(found))
  return found
}

/** A large org has thousands of kinds. */
export const mostBytes = 16 * 1_048_576

function searchedAs(one: Readonly<Record<string, unknown>>): Searched[] {
  const name = text(one.name, 80)
  const fields = standard[name] ?? (/^\w+__c$/.test(name) && one.customSetting !== true ? 'Name' : undefined)
  return fields === undefined ? [] : [{ name, label: text(one.label, 80) || name, fields }]
}

function place({ name }: Searched): number {
  const found = Object.keys(standard).indexOf(name)
  return found < 0 ? most : found
}
