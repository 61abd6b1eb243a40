import type { Parsed } from './read-source.ts'

/** Our budget (style.md 2.4): beauty has a size. */
export const budget = { fileP90: 150, fileMost: 300, functionP90: 40 } as const

export interface Sizes {
  readonly files: number
  readonly lines: number
  readonly testLines: number
  readonly fileMedian: number
  readonly fileP90: number
  readonly longest: { readonly path: string; readonly lines: number }
  readonly functions: number
  readonly functionMedian: number
  readonly functionP90: number
  readonly overBudget: readonly string[]
}

const source = /^(?:contract|connectors|server|web|sandbox|bin)\//
const linesOf = (file: Parsed): number => file.text.trimEnd().split('\n').length

/** Measures source files; tests are counted apart. */
export function measure(files: readonly Parsed[]): Sizes {
  const tests = files.filter(file => /\.test\.tsx?$/.test(file.path) || file.path.startsWith('test/'))
  const sources = files.filter(file => source.test(file.path) && !tests.includes(file))
  const lengths = sources.map(file => ({ path: file.path, lines: linesOf(file) })).sort((a, b) => a.lines - b.lines)
  const functions = sources.flatMap(file => file.functions.map(one => one.lines)).sort((a, b) => a - b)
  const longest = lengths.at(-1) ?? { path: '', lines: 0 }
  const sizes = {
    files: lengths.length,
    lines: lengths.reduce((sum, file) => sum + file.lines, 0),
    testLines: tests.reduce((sum, file) => sum + linesOf(file), 0),
    fileMedian: at(
      lengths.map(file => file.lines),
      0.5,
    ),
    fileP90: at(
      lengths.map(file => file.lines),
      0.9,
    ),
    longest,
    functions: functions.length,
    functionMedian: at(functions, 0.5),
    functionP90: at(functions, 0.9),
  }
  return { ...sizes, overBudget: overBudget(sizes) }
}

function overBudget(sizes: Omit<Sizes, 'overBudget'>): string[] {
  return [
    ...(sizes.fileP90 > budget.fileP90 ? [`file p90 is ${sizes.fileP90} lines, the budget ${budget.fileP90}`] : []),
    ...(sizes.longest.lines > budget.fileMost
      ? [`${sizes.longest.path} has ${sizes.longest.lines} lines, the most is ${budget.fileMost}`]
      : []),
    ...(sizes.functionP90 > budget.functionP90
      ? [`function p90 is ${sizes.functionP90} lines, the budget ${budget.functionP90}`]
      : []),
  ]
}

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
