/**
 * Builds what runs: the server file by file (so that folders stay folders: the catalog reads them), the web as a bundle, one library packed, and copies
 * of what is read beside the code. Run by `npm run build`, and by `bin/passerelle.js` when something is newer than what was built.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const stamp = join(dist, 'built')
const sources = [
  'contract',
  'connectors',
  'server',
  'sandbox',
  'web',
  'locales',
  'docs',
  'migrations',
  'package.json',
  'tsconfig.server.json',
]
/** Files that are read at run time from beside the code. */
const beside = /\.(json|svg|md|sql)$/

/** True when a source is newer than the last build. */
export function isStale() {
  return !existsSync(stamp) || sources.some(source => newest(join(root, source)) > statSync(stamp).mtimeMs)
}

/**
 * Builds everything beside `dist` and exchanges it as a whole: what is running, or was good, stays until there is better. Answers what went
 * wrong, or nothing.
 */
export function build() {
  const begun = new Date()
  const fresh = join(root, `dist.new-${process.pid}`)
  try {
    const problem =
      // Types are checked where they are changed (`npm test`, `npm run check:types`): here they are only left out.
      run('typescript/bin/tsc', ['-p', 'tsconfig.server.json', '--noCheck', '--outDir', fresh]) ??
      run('vite/bin/vite.js', ['build', '--config', 'web/vite.config.ts', '--outDir', join(fresh, 'web')]) ??
      pack(join(fresh, 'node_modules/typebox'))
    if (problem) return problem
    for (const folder of ['connectors', 'locales', 'docs', 'migrations']) copy(folder, fresh)
    cpSync(join(root, 'docs/pictures'), join(fresh, 'web/pictures'), { recursive: true })
    writeFileSync(join(fresh, 'built'), '')
    // What changes while this runs is newer than what was built.
    utimesSync(join(fresh, 'built'), begun, begun)
    exchange(fresh)
    return undefined
  } catch (error) {
    return error.message
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Can this folder build at all, or is it a production install with `dist` only? */
export const canBuild = () =>
  existsSync(join(root, 'node_modules', 'typescript')) && existsSync(join(root, 'node_modules', 'vite'))

function run(program, args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return result.status === 0 ? undefined : `${program} ${args.join(' ')}\n${result.stdout}${result.stderr}`
}

/** What was built finds this one first; where it was not copied along, the installed one does as well. */
function pack(folder) {
  const problem = run('vite/bin/vite.js', ['build', '--config', 'bin/packed.config.js', '--outDir', folder])
  if (problem) return problem
  const exports = { '.': './index.js', './value': './value.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'typebox', type: 'module', exports }))
  return undefined
}

function copy(folder, target) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !beside.test(entry.name) || from.includes('fixtures')) continue
    const to = join(target, from.slice(root.length))
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to)
  }
}

/** Two builds at once each bring a whole one; the later stays. */
function exchange(fresh) {
  const old = join(root, `dist.old-${process.pid}`)
  for (let tries = 1; ; tries++) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(fresh, dist)
      rmSync(old, { recursive: true, force: true })
      return
    } catch (error) {
      rmSync(old, { recursive: true, force: true })
      if (tries === 5) throw error
    }
  }
}

function newest(path) {
  if (!existsSync(path)) return 0
  if (statSync(path).isFile()) return statSync(path).mtimeMs
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return Math.max(0, ...files.map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = build()
  if (problem) {
    console.error(problem)
    process.exit(1)
  }
}
