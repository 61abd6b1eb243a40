import type { HookProof, HookRequest, Place, Reading } from '../connector.ts'
import { at, number, parse, text } from '../reading.ts'
import { isSigned } from '../signatures.ts'
import type { HelloSettings } from './links.ts'

export const kinds = ['waved']

/** Over the untouched bytes: whatever a parser made of them proves nothing. */
export function verify({ headers, body }: HookRequest, { settings }: HookProof<HelloSettings>): boolean {
  const form = { algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' } as const
  return isSigned(form, headers['x-hello-signature'], body, [settings.secret])
}

export const deliveryKey = ({ body }: HookRequest): string | undefined => text(at(parse(body)).id) || undefined

/** Total: whatever comes becomes a notice, or a reason why not. */
export function read({ body }: HookRequest, place: Place<HelloSettings>): Reading {
  const event = at(parse(body))
  const kind = text(event.event)
  if (kind === 'slept') return { is: 'ignored', event: kind, reason: 'not_for_people' }
  const name = text(event.name, 40)
  if (kind !== 'waved' || !/^[a-z]{1,40}$/.test(name))
    return kind
      ? { is: 'unrecognised', reason: 'unknown_event', about: kind }
      : { is: 'unrecognised', reason: 'no_event_name' }
  return {
    is: 'notice',
    notice: {
      event: 'waved',
      key: 'waved',
      values: { name, by: text(event.by) },
      facts: [{ label: 'waves', kind: 'text', value: text(event.waves) }],
      link: `${place.address('site')}/greetings/${name}`,
      item: name,
      properties: { name },
      at: number(event.at) ?? 0,
    },
  }
}
