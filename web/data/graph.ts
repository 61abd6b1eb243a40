import { describeGraph } from '../../contract/api/graph.ts'
import { ask } from './query.ts'

export const graphDescription = () => ask(describeGraph)

export interface Tried {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly token: string
  readonly body: string
}

export interface TriedAnswer {
  readonly status: number
  readonly ms: number
  readonly text: string
}

/** A call of the Graph as a program makes it: with a token in its header, and without whoever is signed in here. */
export async function tryGraph({ method, path, token, body }: Tried): Promise<TriedAnswer> {
  const begun = performance.now()
  const answer = await fetch(`/graph/${path.replace(/^\/+/, '')}`, {
    method,
    credentials: 'omit',
    headers: {
      authorization: `Bearer ${token.trim()}`,
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(method !== 'GET' && body.trim() !== '' && { body }),
  })
  const text = await answer.text()
  return { status: answer.status, ms: Math.round(performance.now() - begun), text: indented(text) }
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
