import type { PreviewOutcome } from '../../contract/preview.ts'
import type { Client, Place, Reference } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, text } from '../reading.ts'

export interface HelloSettings {
  readonly secret: string
}

/** https://hello.example/greetings/{name} */
export function recognise(url: URL, place: Place<HelloSettings>): Reference | undefined {
  const found = under(url, place.address('site'))
  const name = /^\/greetings\/([a-z]{1,40})$/.exec(found?.path ?? '')?.[1]
  return name ? { kind: 'greeting', ids: { name } } : undefined
}

/** What the service says of it. Each misfortune has its own word, because each has its own cure. */
export async function preview({ ids }: Reference, client: Client<HelloSettings>): Promise<PreviewOutcome> {
  const answer = await client.call({ address: 'site', path: `/api/greetings/${ids.name}` })
  if (answer.status === 401) return { state: 'account_needed' }
  if (answer.status === 403) return { state: 'not_yours' }
  if (answer.status >= 400) return { state: 'gone' }
  const greeting = at(answer.json)
  return {
    state: 'shown',
    // By the service's own word everyone may see a greeting; where you are not sure, say `viewer`.
    audience: 'everyone',
    card: {
      url: `${client.address('site')}/greetings/${ids.name}`,
      kind: 'greeting',
      title: text(greeting.title) || (ids.name ?? ''),
      facts: [{ label: 'waves', kind: 'text', value: text(greeting.waves) || '0' }],
      actions: ['wave_back'],
    },
  }
}
