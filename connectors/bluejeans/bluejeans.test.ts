import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Place } from '../connector.ts'
import bluejeans from './connector.ts'
import { preview, recognise } from './links.ts'

const fixtures = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname
const file = join(fixtures, 'bluejeans/links.json')
const cases = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
const place: Place<object> = { settings: {}, address: name => bluejeans.addresses({})[name] ?? '' }

describe.skipIf(!cases)('links of the shared cases', () => {
  test.each((cases?.match ?? []) as { url: string; ids?: object }[])('$url is ours', ({ url, ids }) => {
    expect(recognise(new URL(url), place)).toMatchObject({ ids: ids ?? {} })
  })
  test.each((cases?.noMatch ?? []) as { url: string; why: string }[])('$url is not: $why', ({ url }) => {
    expect(recognise(new URL(url), place)).toBeUndefined()
  })
})

test('the card says that it is over, without the passcode', async () => {
  const reference = recognise(new URL('https://acme.bluejeans.com/123456789/1234'), place)
  const outcome = reference && (await preview(reference))
  expect(outcome).toMatchObject({ state: 'shown', card: { title: 'BlueJeans 123456789', facts: [{ value: 'ended' }] } })
  expect(JSON.stringify(outcome)).not.toContain('/1234"')
})
