/**
 * The grammar of `fields` (workplace-graph-api.md 3.2): `name.modifier(argument){fields}`, in lists, at any depth we allow. Blanks and line feeds mean
 * nothing. Read once, in time linear in the text.
 */
import { remembered } from '../../platform/remembered.ts'
import { GraphError } from './graph-error.ts'

export interface Field {
  readonly name: string
  /** The member it becomes in the answer. */
  readonly alias: string
  readonly modifiers: Readonly<Record<string, string>>
  /** What is asked of what it leads to; nothing: the default set. */
  readonly fields: readonly Field[] | undefined
}

/** Deeper or wider than any client asks, and yet what one call may cost at most. */
const deepest = 8
const widest = 400
/** Four hundred names with all that can be said of each are shorter. */
const longest = 100_000

/** Programs ask the same again and again. */
export const readFields = remembered(200, fieldsIn)

function fieldsIn(text: string): readonly Field[] {
  if (text.length > longest)
    throw new GraphError('bad_parameter', `fields: at most ${longest} characters may be asked for at once`)
  let at = 0
  let count = 0

  function list(depth: number): Field[] {
    if (depth > deepest)
      throw new GraphError('bad_parameter', `fields: at most ${deepest} levels may be asked for at once`)
    const found: Field[] = []
    for (;;) {
      blanks()
      if (at >= text.length || text[at] === '}') return found
      if (text[at] === ',') at++
      else found.push(field(depth))
    }
  }

  function field(depth: number): Field {
    if (++count > widest)
      throw new GraphError('bad_parameter', `fields: at most ${widest} fields may be asked for at once`)
    const name = word()
    const modifiers: Record<string, string> = {}
    blanks()
    while (text[at] === '.') {
      at++
      const modifier = word()
      modifiers[modifier] = argument()
      blanks()
    }
    let fields: Field[] | undefined
    if (text[at] === '{') {
      at++
      fields = list(depth + 1)
      if (text[at] !== '}') throw wrong()
      at++
    }
    return { name, alias: modifiers.as || name, modifiers, fields }
  }

  function argument(): string {
    blanks()
    if (text[at] !== '(') throw wrong()
    const end = text.indexOf(')', at)
    if (end < 0) throw wrong()
    const said = text.slice(at + 1, end).trim()
    at = end + 1
    return said
  }

  function word(): string {
    blanks()
    const start = at
    while (at < text.length && /[\w$:-]/.test(text.charAt(at))) at++
    if (at === start) throw wrong()
    return text.slice(start, at)
  }

  function blanks(): void {
    while (at < text.length && /\s/.test(text.charAt(at))) at++
  }

  const wrong = (): GraphError =>
    new GraphError(
      'bad_parameter',
      `Syntax error "${text.charAt(at) || 'end of text'}" at character ${at}: ${text.slice(0, 200)}`,
    )

  const found = list(1)
  if (at < text.length) throw wrong()
  return found
}
