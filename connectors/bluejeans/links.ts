import type { Card, PreviewOutcome } from '../../contract/preview.ts'
import type { Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'

/** Hosts of the vendor that held no meetings. */
const elsewhere = /^(?:www|support|api|community|developer)(?:\.|$)/

/** The addresses that old posts hold: meetings, recordings, live events. */
export function recognise(url: URL, place: Place<object>): Reference | undefined {
  const found = under(url, place.address('site')) ?? under(url, place.address('sites'))
  if (!found || elsewhere.test(found.label)) return undefined
  const [first = '', second = '', third = ''] = found.path.split('/').filter(Boolean)
  if (/^\d{6,12}$/.test(first)) return { kind: 'meeting', ids: { id: first, host: found.origin } }
  if (first === 's' && /^[\w-]{1,40}$/.test(second))
    return { kind: 'recording', ids: { id: second, host: found.origin } }
  const event = first === 'a2m' && second === 'live-event' && /^[\w-]{1,60}$/.test(third)
  return event ? { kind: 'event', ids: { id: third, host: found.origin } } : undefined
}

/** Says that the service has ended, and calls nobody: its addresses may belong to somebody else one day. */
export async function preview({ kind, ids }: Reference): Promise<PreviewOutcome> {
  const path = kind === 'meeting' ? `/${ids.id}` : kind === 'recording' ? `/s/${ids.id}` : `/a2m/live-event/${ids.id}`
  const card: Card = {
    url: `${ids.host}${path}`,
    kind,
    title: kind === 'meeting' ? `BlueJeans ${ids.id}` : 'BlueJeans',
    facts: [{ label: 'link', kind: 'text', value: 'ended' }],
  }
  return { state: 'shown', audience: 'everyone', card }
}
