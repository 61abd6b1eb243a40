import { type Item, NotPossible, type Picker } from '../connector.ts'
import { at, list, text } from '../reading.ts'
import { isId, longId } from './ids.ts'
import { type Searched, searchedBy } from './searched.ts'
import { callOrg, demandDone, type SalesforceSettings } from './site.ts'

const most = 50

/** Records looked at last, and records by name, of every kind the account may search: what is posted is the address, which each reader opens with their own rights. */
export const picker: Picker<SalesforceSettings> = {
  views: ['recent', 'search'],
  sharing: [],
  async list(client, { view, text: typed = '' }) {
    const kinds = await searchedBy(client)
    const answer =
      view === 'search' && typed.trim().length > 1 && kinds.length > 0
        ? await callOrg(client, '/search', { query: { q: sosl(typed, kinds) } })
        : await callOrg(client, '/recent', { query: { limit: most } })
    demandDone(answer)
    const found = Array.isArray(answer.json) ? answer.json : list(at(answer.json).searchRecords)
    return { items: found.map(one => itemFrom(one, kinds)).filter(item => isId(item.id)) }
  },
  async attach(client, itemId) {
    if (!isId(itemId) || !client.details.instance) throw new NotPossible('gone')
    return { url: `${client.details.instance}/${longId(itemId)}` }
  },
}

const sosl = (typed: string, kinds: readonly Searched[]): string =>
  `FIND {${quoted(typed)}} IN NAME FIELDS RETURNING ${kinds.map(({ name, fields }) => `${name}(Id, ${fields})`).join(', ')} LIMIT ${most}`

/** These mean something in a search there. */
const quoted = (words: string): string => words.slice(0, 100).replace(/[?&|!{}[\]()^~*:\\"'+-]/g, '\\$&')

function itemFrom(json: unknown, kinds: readonly Searched[]): Item {
  const found = at(json)
  const type = text(at(found.attributes).type)
  const numbers = ['CaseNumber', 'ContractNumber', 'OrderNumber', 'Subject'].map(name => text(found[name]))
  const name = text(found.Name) || numbers.filter(Boolean).join(' · ') || text(found.Id)
  return { id: text(found.Id), kind: 'item', name, detail: kinds.find(one => one.name === type)?.label ?? type }
}
