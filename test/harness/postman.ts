import { createRequire } from 'node:module'

/** One call of a collection, as it was answered. */
export interface Ran {
  readonly name: string
  readonly status: number
  /** Read as a program reads it: what comes is what is tested. */
  readonly body: ReturnType<typeof JSON.parse>
}

const require = createRequire(import.meta.url)
const { Runner } = require('postman-runtime')
const { Collection, VariableScope } = require('postman-collection')

/** Postman's own runner over a collection, with these variables. */
export function runCollection(collection: object, values: Readonly<Record<string, string>>): Promise<Ran[]> {
  const ran: Ran[] = []
  const globals = new VariableScope({ values: Object.entries(values).map(([key, value]) => ({ key, value })) })
  return new Promise((resolve, reject) =>
    new Runner().run(new Collection(collection), { globals }, (problem: unknown, run: { start(on: object): void }) => {
      if (problem) reject(problem)
      run.start({
        response(
          error: unknown,
          _cursor: unknown,
          response: { code: number; text(): string },
          _request: unknown,
          item: { name: string },
        ) {
          if (error) reject(error)
          else ran.push({ name: item.name, status: response.code, body: JSON.parse(response.text()) })
        },
        done: (error: unknown) => (error ? reject(error) : resolve(ran)),
      })
    }),
  )
}
