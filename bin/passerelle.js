#!/usr/bin/env node
/** The one command: builds when a source is newer than what was built, then hands over to server/commands. */
import { build, canBuild, isStale } from './build.js'

if (canBuild() && isStale()) {
  process.stderr.write('Building …\n')
  const problem = build()
  if (problem) {
    console.error(problem)
    process.exit(1)
  }
}
const { main } = await import('../dist/server/commands/main.js')
await main(process.argv.slice(2))
