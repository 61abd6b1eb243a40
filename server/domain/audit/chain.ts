/**
 * The chain of the audit: each entry's seal is made over its words, its place and the seal before it, with a key that is not in the database. Whoever owns
 * the tables can change them, but cannot make seals (decision 0027).
 */
import { isSigned, sign } from '../../platform/secrets.ts'

const purpose = 'audit'

/** What the first entry stands on. */
export const beginning = ''

export interface Link {
  readonly communityId: string
  readonly n: string
  readonly words: string
  readonly before: string
}

const wordsOf = ({ communityId, n, words, before }: Link): string =>
  JSON.stringify(['entry', communityId, n, before, words])

export const sealOf = (link: Link): string => sign(wordsOf(link), purpose)
export const isSealOf = (seal: string, link: Link): boolean => isSigned(wordsOf(link), seal, purpose)

export interface Head {
  readonly communityId: string
  readonly n: string
  readonly seal: string
}

const headWords = ({ communityId, n, seal }: Head): string => JSON.stringify(['head', communityId, n, seal])

/** Says with the same key where the chain ends. */
export const proofOf = (head: Head): string => sign(headWords(head), purpose)
export const isProofOf = (proof: string, head: Head): boolean => isSigned(headWords(head), proof, purpose)
