import type { TestServer } from './server.ts'

export interface ScimAnswer {
  readonly status: number
  /** Read as a program reads it: what comes is what is tested. */
  readonly body: ReturnType<typeof JSON.parse>
  readonly headers: Record<string, unknown>
}

export interface ScimAsk {
  readonly token?: string | undefined
  readonly method?: string
  readonly headers?: Record<string, string>
  /** An object goes as JSON; text as it is, without a type. */
  readonly payload?: string | object | undefined
}

/** Calls SCIM as a directory does. */
export const useScim =
  (server: TestServer) =>
  async (path: string, { token, method = 'GET', headers = {}, payload }: ScimAsk = {}): Promise<ScimAnswer> => {
    const answer = await server.app.inject({
      method: method as 'GET',
      url: path.startsWith('/scim') || headers.host ? path : `/scim/v2${path}`,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      ...(payload !== undefined && { payload }),
    })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json(), headers: answer.headers }
  }
