import { urns } from '../../../contract/scim/names.ts'
import { ScimError } from './scim-error.ts'

/**
 * `userName eq "a@b.c"`: the one operator there is, on the attributes that were named here, all compared without case. Blanks may be anything, and the value may
 * have lost its quotes.
 */
export function readFilter(text: string | undefined, attributes: readonly string[]): Record<string, string> {
  if (text === undefined || text.trim() === '') return {}
  const found = /^\s*(\S+)\s+(\S+)\s+(.+?)\s*$/s.exec(text)
  const prefix = new RegExp(`^(?:${Object.values(urns).join('|')}):`, 'i')
  const asked = found?.[1]?.replace(prefix, '').toLowerCase()
  const attribute = attributes.find(one => one.toLowerCase() === asked)
  if (attribute === undefined || found?.[2]?.toLowerCase() !== 'eq')
    throw new ScimError('bad_filter', `Only eq may be asked, of ${attributes.join(' or ')}`)
  return { [attribute]: unquoted(found[3] ?? '') }
}

function unquoted(text: string): string {
  if (!/^["']/.test(text)) return text
  const inner = text.length > 1 && text.at(-1) === text[0] ? text.slice(1, -1) : undefined
  if (inner === undefined || /(^|[^\\])"/.test(inner))
    throw new ScimError('bad_filter', 'The value is not a whole string')
  return inner.replace(/\\(["\\/])/g, '$1')
}
