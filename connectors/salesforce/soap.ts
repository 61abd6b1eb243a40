import { Parser } from 'htmlparser2'

/** One record that an outbound message tells of. */
export interface Told {
  readonly id: string
  readonly object: string
  readonly fields: Readonly<Record<string, string>>
}

export interface OutboundMessage {
  readonly organization: string
  /** Where the org stands. */
  readonly url: string
  readonly told: readonly Told[]
}

const deepest = 12
const mostFields = 200
const longest = 4_000

/** Reads the one message that the service sends this way. A document type or an instruction is not in it, so what has one is not read at all. */
export function readOutbound(body: Uint8Array): OutboundMessage | undefined {
  const xml = Buffer.from(body).toString('utf8')
  if (/<!|<\?(?!xml\s)/.test(xml) || !xml.includes('http://soap.sforce.com/2005/09/outbound')) return undefined
  const reader = new OutboundReader()
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: words => reader.text(words),
      onclosetag: (name, implied) => reader.close(name, implied),
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(xml)
  parser.end()
  return reader.message()
}

class OutboundReader {
  readonly #path: string[] = []
  readonly #told: { id: string; object: string; fields: Record<string, string> }[] = []
  #organization = ''
  #url = ''
  #words = ''
  #broken = false
  #whole = false

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(local(name))
    this.#words = ''
    this.#broken ||= this.#path.length > deepest
    if (local(name) === 'Notification') this.#told.push({ id: '', object: '', fields: {} })
    const last = this.#told.at(-1)
    if (local(name) === 'sObject' && last) last.object = local(attributes['xsi:type'] ?? '')
  }

  text(words: string): void {
    if (this.#words.length < longest) this.#words += words
  }

  close(name: string, implied: boolean): void {
    const within = this.#path.at(-2)
    // An empty element closes by itself; the whole must have been closed in so many words, or it was cut off.
    this.#broken ||= this.#path.pop() !== local(name)
    this.#whole = !implied && this.#path.length === 0
    const words = this.#words.trim().slice(0, longest)
    const last = this.#told.at(-1)
    if (within === 'notifications' && local(name) === 'OrganizationId') this.#organization = words
    if (within === 'notifications' && local(name) === 'EnterpriseUrl') this.#url = words
    if (within === 'Notification' && local(name) === 'Id' && last) last.id = words
    if (within === 'sObject' && last && Object.keys(last.fields).length < mostFields) last.fields[local(name)] = words
    this.#words = ''
  }

  message(): OutboundMessage | undefined {
    return this.#broken || !this.#whole || !this.#organization
      ? undefined
      : { organization: this.#organization, url: this.#url, told: this.#told }
  }
}

const local = (name: string): string => name.split(':').at(-1) ?? ''

/** Without this answer, in these words, the service sends the message again for a day. */
export const acknowledged =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>'
