import { expect, test } from 'vitest'
import { waysFrom } from './sharing-choice.tsx'

const way = (id: string) => ({ id, label: id })
const offer = {
  ...{ integrationId: 'box', name: 'Box', icon: '', accountNeeded: false, actions: [] },
  picker: { views: [], sharing: ['few', 'company', 'anyone'].map(way), oneLink: true },
}
const from = (now: string | undefined) => waysFrom(offer, now === undefined ? null : way(now)).map(one => one.id)

test('the choice begins at what the link opens to already; of a link that stands otherwise there is none', () => {
  expect(from(undefined)).toEqual(['few', 'company', 'anyone'])
  expect(from('company')).toEqual(['company', 'anyone'])
  expect(from('anyone')).toEqual(['anyone'])
  expect(from('password')).toEqual([])
})
