import { readdirSync, readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'

/** A source file of the project; `path` is relative to its root. */
export interface Source {
  readonly path: string
  readonly text: string
}

export interface Parsed extends Source {
  /** What it imports, re-exports or imports on demand, as written. */
  readonly imports: readonly string[]
  readonly strings: readonly string[]
  readonly functions: readonly { readonly name: string; readonly lines: number }[]
  /** Words of the language we do without: `enum`, `namespace`, `any`. */
  readonly shunned: readonly string[]
}

const root = new URL('../../', import.meta.url)
const rooms = ['contract', 'connectors', 'server', 'sandbox', 'web', 'bench', 'faults', 'attacks', 'test', 'bin']

/** Every TypeScript and JavaScript file of the project's rooms. */
export function readTree(): Source[] {
  return rooms
    .flatMap(room => {
      try {
        const entries = readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: 'utf8' })
        return entries.filter(entry => /\.(ts|tsx|js)$/.test(entry)).map(entry => `${room}/${entry}`)
      } catch {
        return []
      }
    })
    .map(path => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))
}

/** Reads one file's syntax. */
export function parse(source: Source): Parsed {
  const { program, errors } = parseSync(source.path, source.text)
  if (errors.length > 0) throw new Error(`${source.path}: ${errors[0]?.message}`)
  const imports: string[] = []
  const strings: string[] = []
  const shunned: string[] = []
  const functions: { name: string; lines: number }[] = []
  const lineOf = (at: number): number => source.text.slice(0, at).split('\n').length
  const measure = (name: string, node: { start: number; end: number }): void => {
    functions.push({ name, lines: lineOf(node.end) - lineOf(node.start) + 1 })
  }
  new Visitor({
    ImportDeclaration: node => void imports.push(node.source.value),
    ExportNamedDeclaration: node => void (node.source && imports.push(node.source.value)),
    ExportAllDeclaration: node => void imports.push(node.source.value),
    ImportExpression: node => void (node.source.type === 'Literal' && imports.push(String(node.source.value))),
    TSImportType: node => void (node.source.type === 'Literal' && imports.push(String(node.source.value))),
    Literal: node => void (typeof node.value === 'string' && strings.push(node.value)),
    TemplateElement: node => void strings.push(node.value.cooked ?? ''),
    JSXText: node => void strings.push(node.value),
    TSEnumDeclaration: () => void shunned.push('enum'),
    TSModuleDeclaration: node =>
      void (node.kind !== 'global' && node.id.type !== 'Literal' && shunned.push('namespace')),
    TSAnyKeyword: () => void shunned.push('any'),
    TSNonNullExpression: () => void shunned.push('!'),
    FunctionDeclaration: node => measure(node.id?.name ?? 'default', node),
    MethodDefinition: node => measure(node.key.type === 'Identifier' ? node.key.name : 'method', node),
    VariableDeclarator: node => {
      const kind = node.init?.type
      if (kind === 'ArrowFunctionExpression' || kind === 'FunctionExpression')
        measure(node.id.type === 'Identifier' ? node.id.name : 'arrow', node)
    },
  }).visit(program)
  if (/@ts-(?:i[g]nore|expect-[e]rror|no[c]heck)/.test(source.text)) shunned.push('a switched-off type error')
  return { ...source, imports, strings, functions, shunned }
}
