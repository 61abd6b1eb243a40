import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemWith } from '../../connectors/scaffold.ts'

const root = new URL('../../', import.meta.url).pathname
const copy = mkdtempSync(join(tmpdir(), 'passerelle-scaffold-'))

/** A checkout in small: what a connector stands on, the one to copy, and nothing of the server or of the other connectors. */
const others = readdirSync(join(root, 'connectors'), { withFileTypes: true })
  .filter(entry => entry.isDirectory() && entry.name !== 'hello')
  .map(entry => join(root, 'connectors', entry.name))
beforeAll(() => {
  for (const path of ['connectors', 'contract', 'test/connectors'])
    cpSync(join(root, path), join(copy, path), { recursive: true, filter: from => !others.includes(from) })
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(copy, 'vitest.config.ts'), 'export default { test: { testTimeout: 20_000 } }')
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What walks every folder: its shape and fixtures, and its calls against what it says of them. */
const walks = ['connectors/every-connector.test.ts', 'test/connectors/truth.test.ts']
interface Ran {
  readonly name: string
  readonly assertionResults: readonly { readonly status: string }[]
}

const make = (name: string) =>
  spawnSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'connectors/scaffold.ts', name], {
    cwd: copy,
    encoding: 'utf8',
  })

test('another is one folder, and passes every check with nothing changed outside it', () => {
  const made = make('two-words')
  expect(made.stderr).toBe('')
  expect(made.stdout).toContain('connectors/two-words is there')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const checked = execFileSync(process.execPath, [vitest, 'run', ...walks, '-t', 'two-words', '--reporter=json'], {
    cwd: copy,
    encoding: 'utf8',
  })
  const { success, testResults } = JSON.parse(checked.slice(checked.indexOf('{"')))
  expect(success).toBe(true)
  const passed = (testResults as Ran[]).map(
    ({ name, assertionResults }) =>
      [
        name.replace(/.*\/(?=connectors|test)/, ''),
        assertionResults.filter(one => one.status === 'passed').length,
      ] as const,
  )
  const [every, truth] = walks.map(file => passed.find(([name]) => file.endsWith(name))?.[1])
  expect(every).toBeGreaterThan(7)
  expect(truth).toBe(1)
  expect(readFileSync(join(copy, 'connectors/two-words/connector.ts'), 'utf8')).not.toContain("'hello'")
}, 60_000)

test('a bad name, and a folder that is there, are refused with the cure', () => {
  for (const name of ['', 'Upper', '9lives', 'a--b', '../out'])
    expect(problemWith(name)).toContain('npm run new:connector -- example')
  expect(problemWith('hello')).toContain('is there already')
  expect(problemWith('two-words')).toBeUndefined()
  const refused = make('../out')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toBe(`${problemWith('../out')}\n`)
})
