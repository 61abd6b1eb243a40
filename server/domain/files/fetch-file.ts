import type { AttachedFile } from '../../../contract/api/files.ts'
import { NotReachable, openPage, TooLong } from '../../platform/outbound.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'
import { demandSize } from './begin-upload.ts'
import { fileName } from './file-name.ts'
import type { WantedKind } from './finish-upload.ts'
import { keepPieces } from './keep-bytes.ts'
import { mostFileBytes, mostPictureBytes } from './limits.ts'

/** For all of it: a program waits for the answer. */
const timeout = 60_000

/** Makes a file of what stands at an address that somebody named: by the way out that leads nowhere inside, and no more of it than may be. */
export async function fetchFile(actor: Actor, url: string, wanted?: WantedKind): Promise<AttachedFile> {
  const limit = wanted === 'picture' ? mostPictureBytes : mostFileBytes()
  try {
    const page = await openPage({ url, limit, timeout })
    if (page.status !== 200) throw new Refusal('address_unreadable')
    return await keepPieces(actor, { name: nameIn(page.url), bytes: undefined }, page.body, wanted)
  } catch (error) {
    if (error instanceof TooLong) demandSize(limit + 1, limit)
    if (error instanceof Refusal) throw error
    // Inside, away, slow, or nonsense: the same to whoever asked, so that nobody can look around with it (threats.md A01).
    if (error instanceof NotReachable || isOfTheNetwork(error))
      throw new Refusal('address_unreadable', {}, { cause: error })
    throw error
  }
}

const nameIn = (url: string): string => fileName(decoded(new URL(url).pathname.split('/').at(-1) ?? ''))

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a connection ends in, or an address that is none. */
const isOfTheNetwork = (error: unknown): boolean =>
  error instanceof Error &&
  (/^(?:UND_ERR_|ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|ERR_INVALID_URL|HPE_|ERR_TLS|CERT_|DEPTH_)/.test(
    'code' in error ? String(error.code) : '',
  ) ||
    error.name === 'TimeoutError' ||
    error.name === 'AbortError')
