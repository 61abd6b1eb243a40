import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { notWalked, walks } from './acceptance-calls.ts'
import { postmanCalls } from './postman-calls.ts'

/** In a checkout beside which the reference lies: the names of the programs in it. */
const reference = new URL('../../../shared/reference/client-calls.md', import.meta.url)

const walked = (file: string): string => readFileSync(file, 'utf8').replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '…')

test('every call that real programs make has a test that walks it, and that test says so', () => {
  const missing = walks.filter(([, file, said]) => !existsSync(file) || !walked(file).includes(said))
  expect(missing).toEqual([])
  const calls = [...walks, ...notWalked].map(([call]) => call)
  expect(new Set(calls).size).toBe(calls.length)
  expect(walks.length + postmanCalls.length).toBeGreaterThan(200)
})

test.skipIf(!existsSync(reference))('no program of the reference is left out', () => {
  const text = readFileSync(reference, 'utf8')
  const sections = text.slice(text.indexOf('### 2.3'))
  const named = [...sections.matchAll(/^- \*\*(?:[\w-]+\/)?([\w.-]+)\*\*|^\| (\w+) \| `/gm)].map(
    ([, program, script]) => program ?? script ?? '',
  )
  expect(named.length).toBeGreaterThan(25)
  const told = JSON.stringify([...walks, ...notWalked]).toLowerCase()
  expect(named.filter(name => !told.includes(name.toLowerCase().replace('facebook-nodejs-', '')))).toEqual([])
})
