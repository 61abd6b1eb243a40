import { type Answer, type Call, type Client, ServiceRefused } from '../connector.ts'
import { at, list, text } from '../reading.ts'

/** Settings of this integration: the keys with which the app signs its webhooks. */
export interface BoxSettings {
  readonly primaryKey: string
  readonly secondaryKey?: string
}
export type BoxClient = Client<BoxSettings>

/** What is asked of a file or folder: enough for its card. */
export const fields =
  'name,description,size,modified_at,modified_by,owned_by,shared_link,extension,path_collection,item_status,parent'

/** Calls version 2.0. `shared` is the link through which it is opened, where it was not shared with the person by name. */
export const callBox = (client: BoxClient, path: string, call: Partial<Call> = {}, shared = ''): Promise<Answer> =>
  client.call({ address: 'api', path: `/2.0${path}`, ...call, ...(shared && { headers: through(shared) }) })

export const through = (shared: string): Readonly<Record<string, string>> => ({
  BoxApi: `shared_link=${encodeURI(shared)}`,
})

/** The service's own words where it says no; a field that is wrong is named. */
export function demandDone({ status, json }: Answer): void {
  if (status < 400) return
  const said = at(json)
  const reasons = list(at(said.context_info).errors).map(one => text(at(one).message))
  throw new ServiceRefused([text(said.message), ...reasons].filter(Boolean).join(' ') || `HTTP ${status}`)
}
