/** `/picture`: the way to the image itself, or what is known of it where `redirect=false` (workplace-graph-api.md 5.3.4). */
import { picture } from './formats.ts'
import { asBoolean } from './lenient.ts'
import type { Edge, GraphCall } from './node.ts'

/** An answer that is another place. */
export class Elsewhere {
  readonly address: string
  constructor(address: string) {
    this.address = address
  }
}

const known = ['height', 'is_silhouette', 'url', 'width']

export const pictureEdge = (find: (call: GraphCall, id: string) => Promise<string | null>): Edge => ({
  needs: [],
  async answer(call, parent, asked, fields) {
    const { data } = picture(await find(call, parent), call.caller.bot)
    if (asBoolean(asked.params.redirect) !== false) return new Elsewhere(data.url)
    const wanted = fields?.map(field => field.name) ?? known
    return { data: Object.fromEntries(Object.entries(data).filter(([name]) => wanted.includes(name))) }
  },
})

/** Of what has none: the silhouette. */
export const noPicture: Edge = pictureEdge(async () => null)
