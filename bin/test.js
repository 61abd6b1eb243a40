/**
 * What `npm test` runs: build, types, lint, dead code, then Vitest. Goes on after a failure, repeats failures at the end, and prints
 * as its last line `N passed, N failed, N skipped`, counted over all of them.
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, isStale } from './build.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const only = process.argv.slice(2)

/** A check that passes or fails as a whole counts as one test. */
function check(name, problem) {
  total[problem ? 'failed' : 'passed']++
  console.log(`${problem ? '✗' : '✓'} ${name}`)
  if (problem) failures.push(`${name}\n${problem}`)
}

function run(name, program, args) {
  return new Promise(resolve =>
    execFile(
      process.execPath,
      [join(root, 'node_modules', program), ...args],
      { cwd: root, maxBuffer: 1e8 },
      (error, out, err) => {
        check(name, error ? `${out}${err}` || String(error) : undefined)
        resolve()
      },
    ),
  )
}

/** All of it at once: what is short fills the time in which the long ones end. */
function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-results-'))
  const file = join(folder, 'results.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${file}`]
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...only]
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (existsSync(file)) count(JSON.parse(readFileSync(file, 'utf8')), result.status)
  else check('vitest', `ended with ${result.status ?? result.signal} and left no results`)
  rmSync(folder, { recursive: true, force: true })
}

function count(results, status) {
  total.passed += results.numPassedTests
  total.failed += results.numFailedTests
  total.skipped += results.numPendingTests + results.numTodoTests
  const before = failures.length
  for (const file of results.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) check(file.name.replace(root, ''), file.message)
    for (const test of file.assertionResults) {
      if (test.status === 'failed') failures.push(`${test.fullName}\n${test.failureMessages.join('\n')}`)
      if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`)
    }
  }
  // Something outside any test went wrong (an unhandled rejection, a server that did not stop).
  if (status !== 0 && failures.length === before)
    check('vitest', `ended with ${status} though every test passed; see above`)
}

// Each further checker looks at what the others looked at as well: four take more than twice the processor that one does.
const types = ['--noEmit', '--checkers', '1']
// What is built is read by the tests alone, so these begin before it.
const checks = [
  run('types of the server', 'typescript/bin/tsc', [...types, '-p', 'tsconfig.json']),
  run('types of the web', 'typescript/bin/tsc', [...types, '-p', 'web/tsconfig.json']),
  run('lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  run('dead code', 'knip/bin/knip.js', ['--no-progress']),
]
check('build', isStale() ? build() : undefined)
await Promise.all(checks)
vitest()

for (const failure of failures) console.log(`\n✗ ${failure}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
