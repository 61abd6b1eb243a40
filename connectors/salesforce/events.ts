import type { Fact } from '../../contract/preview.ts'
import type { HookAnswer, HookProof, HookRequest, Place, Reading } from '../connector.ts'
import { under } from '../hosts.ts'
import { instant, text } from '../reading.ts'
import { isSame } from '../signatures.ts'
import { isId, itemOf, longId } from './ids.ts'
import { callable, type SalesforceSettings } from './site.ts'
import { acknowledged, readOutbound, type Told } from './soap.ts'

export const kinds = ['record_created', 'record_changed', 'record_closed']

/** A message is not signed: it names the org, which must be the one that the installation signed in to, at an address that nobody guesses. */
export function verify({ body }: HookRequest, { details }: HookProof<SalesforceSettings>): boolean {
  const { organization = '' } = details
  const named = readOutbound(body)?.organization ?? ''
  return organization !== '' && isSame(longId(named), longId(organization))
}

/** Each notification in it has a key of its own, the same over retries; together they name the delivery. */
export const deliveryKey = ({ body }: HookRequest): string | undefined => {
  const { told = [] } = readOutbound(body) ?? {}
  return told.length === 0 ? undefined : `${told.length}:${told.map(one => one.id).join(' ')}`
}

export const accepted: HookAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: acknowledged,
}

export function read({ body }: HookRequest, place: Place<SalesforceSettings>): Reading {
  const message = readOutbound(body)
  if (!message) return { is: 'unrecognised', reason: 'unreadable' }
  const { told } = message
  const readings = told.map(one => ({ key: one.id, reading: readingOf(one, message.url, place) }))
  const [first] = readings
  if (!first) return { is: 'unrecognised', reason: 'unreadable' }
  return readings.length === 1 ? first.reading : { is: 'several', readings }
}

function readingOf({ object, fields }: Told, url: string, place: Place<SalesforceSettings>): Reading {
  const id = fields.Id ?? ''
  if (!isId(id) || !object) return { is: 'unrecognised', reason: 'no_subject' }
  const event = eventOf(fields)
  const title = titleOf(fields)
  const facts = factsOf(fields)
  const who = (event === 'record_created' ? fields.CreatedById : fields.LastModifiedById) ?? ''
  return {
    is: 'notice',
    notice: {
      event,
      key: event,
      // Linked, the member's name stands instead of nobody.
      values: { title: title.value || object, object: text(object, 80), who: 'nobody' },
      facts,
      // The message is written with the rights of who set it up: each reader is told the fields that are theirs.
      parts: { ...title.part, ...Object.fromEntries(facts.map(({ label }) => [label, label])) },
      link: `${originOf(url, place)}/${longId(id)}`,
      item: itemOf(id),
      properties: { object: text(object, 80) },
      ...(isId(who) && { people: { who: longId(who) } }),
      at: Date.parse(fields.LastModifiedDate ?? fields.SystemModstamp ?? fields.CreatedDate ?? '') || 0,
    },
  }
}

/** What the administrator put into the message decides what can be told of it. */
function eventOf(fields: Readonly<Record<string, string>>): string {
  if (fields.IsClosed === 'true') return 'record_closed'
  const made = fields.CreatedDate !== undefined && fields.CreatedDate === fields.LastModifiedDate
  return made ? 'record_created' : 'record_changed'
}

/** Its name, and the field that this is. */
function titleOf(fields: Readonly<Record<string, string>>): { value: string; part: Record<string, string> } {
  const person = [fields.FirstName, fields.LastName].filter(Boolean).join(' ')
  const named = { Name: fields.Name, LastName: person, Subject: fields.Subject, CaseNumber: fields.CaseNumber }
  const [part, value] = Object.entries(named).find(([, words]) => words) ?? []
  return { value: text(value), part: part ? { title: part } : {} }
}

const untold =
  /^(?:Id|Name|FirstName|LastName|Subject|IsDeleted|IsClosed|CreatedDate|CreatedById|LastModifiedById|LastModifiedDate|SystemModstamp|OwnerId|RecordTypeId)$|Id$/

/** Fields under their own names, since a message brings no labels. */
const factsOf = (fields: Readonly<Record<string, string>>): Fact[] =>
  Object.entries(fields)
    .filter(([name, value]) => !untold.test(name) && value !== '')
    .slice(0, 4)
    .map(([label, value]): Fact => {
      const day = /^\d{4}-\d\d-\d\d(?:T|$)/.test(value) ? instant(value) : undefined
      return day ? { label, kind: 'date', value: day } : { label, kind: 'text', value: text(value) }
    })

/** The org's own host, if it is one of the vendor's. */
function originOf(url: string, place: Place<SalesforceSettings>): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const found = parsed && callable.map(name => under(parsed, place.address(name))).find(Boolean)
  return found?.origin ?? place.address('login')
}
