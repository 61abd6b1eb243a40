/** Values as Graph writes them. */
import type { CallingBot } from '../../domain/access/actor.ts'
import { signedAddress } from '../../domain/files/signed-address.ts'
import { groupPage, personPage, postPage, publicOrigin } from '../../platform/addresses.ts'

/** `2018-08-04T22:58:29+0000`: no colon in the zone, no fractions (workplace-graph-api.md 3.7). */
export const instant = (at: Date | null | undefined): string | undefined =>
  at ? `${at.toISOString().slice(0, 19)}+0000` : undefined

export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1_000)

export const personLink = personPage
export const groupLink = groupPage
export const postLink = postPage
export const commentLink = (postId: string, commentId: string): string => `${postPage(postId)}?comment=${commentId}`

/** A picture as Graph wraps it; whoever has none is a silhouette. */
export const picture = (
  url: string | null,
  bot: CallingBot,
): { data: { url: string; width: number; height: number; is_silhouette: boolean } } => ({
  data: {
    url: url === null ? `${publicOrigin()}/silhouette.svg` : opened(url, bot),
    width: 50,
    height: 50,
    is_silhouette: url === null,
  },
})

/** One that was uploaded here opens by itself: programs fetch it without a token. */
function opened(url: string, bot: CallingBot): string {
  const [, id = '', name = ''] = /^\/files\/(\d+)\/small\/(.+)$/.exec(url) ?? []
  return id ? signedAddress(bot, { id, name: decodeURIComponent(name) }, 'small') : new URL(url, publicOrigin()).href
}

/** `fr` as a locale; one that names its country stays. */
export const locale = (language: string | null): string | undefined =>
  language === null ? undefined : language.includes('_') ? language : language === 'fr' ? 'fr_FR' : 'en_US'

/** An empty value is none: fields not set are left out. */
export const said = (text: string | null): string | undefined => (text ? text : undefined)
