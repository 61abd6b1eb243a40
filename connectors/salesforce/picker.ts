import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { isId, longId } from './ids.ts'
import { callOrg, demandDone, type SalesforceSettings } from './site.ts'

const most = 50
const searched = ['Account', 'Contact', 'Opportunity', 'Lead', 'Case'] as const
const nameIn = { Case: 'CaseNumber, Subject' } as Readonly<Record<string, string>>

/** Records looked at last, and records by name: what is posted is the address, which each reader opens with their own rights. */
export const picker: Picker<SalesforceSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed }) {
    const q = `FIND {${quoted(typed ?? '')}} IN NAME FIELDS RETURNING ${searched.map(one => `${one}(Id, ${nameIn[one] ?? 'Name'})`).join(', ')} LIMIT ${most}`
    const answer =
      view === 'search' && (typed ?? '').trim().length > 1
        ? await callOrg(client, '/search', { query: { q } })
        : await callOrg(client, '/recent', { query: { limit: most } })
    demandDone(answer)
    const found = Array.isArray(answer.json) ? answer.json : list(at(answer.json).searchRecords)
    return { items: found.map(itemFrom).filter(item => isId(item.id)) }
  },
  async attach(client, itemId) {
    if (!isId(itemId) || !client.details.instance) throw new NotPossible('gone')
    return { url: `${client.details.instance}/${longId(itemId)}` }
  },
}

/** These mean something in a search there. */
const quoted = (words: string): string => words.slice(0, 100).replace(/[?&|!{}[\]()^~*:\\"'+-]/g, '\\$&')

function itemFrom(json: unknown): Item {
  const found = at(json)
  const name = text(found.Name) || [text(found.CaseNumber), text(found.Subject)].filter(Boolean).join(' · ')
  return { id: text(found.Id), kind: 'item', name: name || text(found.Id), detail: text(at(found.attributes).type) }
}
