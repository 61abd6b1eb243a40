#!/usr/bin/env node
/** The one command: builds when a source is newer than what was built, then hands over to server/commands. */
import { existsSync, readFileSync } from 'node:fs'
import { build, canBuild, isStale } from './build.js'

const program = new URL('../dist/server/commands/main.js', import.meta.url)

/** Before there is a build, its words are read where they stand. */
function say(key) {
  const language = /^fr\b/i.test(
    (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').split('_')[0],
  )
  const file = new URL(`../locales/${language ? 'fr' : 'en'}/commands.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))[key]
}

function end(...sentences) {
  console.error(sentences.join('\n'))
  process.exit(1)
}

if (canBuild() && isStale()) {
  process.stderr.write(`${say('commands.building')}\n`)
  const problem = build()
  if (problem) end(problem.trim(), say('start.build_failed'))
}
if (!existsSync(program)) end(say('start.not_built'))
const { main } = await import(program.href)
await main(process.argv.slice(2))
