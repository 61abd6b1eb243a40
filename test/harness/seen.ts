import { changeGrant, getIntegration } from '../../contract/api/integrations.ts'
import type { BodyOf } from '../../contract/api/route.ts'
import type { CastName } from '../../sandbox/cast.ts'
import type { TestServer } from './server.ts'

type Which = { readonly integrationKey: string }

/** How it stands for who looks at it right now: goes with what they consent to. Nothing where it was not added yet. */
export async function seen(server: TestServer, who: CastName, params: Which): Promise<{ revision?: string }> {
  const { installation } = await server.call(who, getIntegration, { params })
  return installation ? { revision: installation.revision } : {}
}

/** Looks at it and changes what it may do and where. */
export async function regrant(
  server: TestServer,
  who: CastName,
  params: Which,
  { permissions, scope }: Pick<BodyOf<typeof changeGrant>, 'permissions' | 'scope'>,
) {
  const { revision = '' } = await seen(server, who, params)
  return server.call(who, changeGrant, { params, body: { permissions, scope, revision } })
}
