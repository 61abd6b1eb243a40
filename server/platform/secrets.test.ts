import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { masterKeyFrom, open, openText, seal, setMasterKeys } from './secrets.ts'

const key = masterKeyFrom(randomBytes(32))
beforeEach(() => setMasterKeys([key]))

test('what is sealed opens for its context, and shows nothing before', () => {
  const sealed = seal('a refresh token', 'linked_accounts:7')
  expect(sealed.includes('refresh')).toBe(false)
  expect(openText(sealed, 'linked_accounts:7')).toBe('a refresh token')
})

test('two seals of one text differ', () => {
  expect(seal('same', 'x').equals(seal('same', 'x'))).toBe(false)
})

test('a value moved to another row does not open', () => {
  expect(() => open(seal('a', 'linked_accounts:7'), 'linked_accounts:8')).toThrow()
})

test('every single changed byte is noticed', () => {
  const sealed = seal('short', 'x')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(() => open(changed, 'x'), `byte ${at}`).toThrow()
  }
})

test('after an exchange of keys the old one still opens, and without it nothing does', () => {
  const old = seal('kept', 'x')
  const next = masterKeyFrom(randomBytes(32))
  setMasterKeys([next, key])
  expect(openText(old, 'x')).toBe('kept')
  expect(seal('new', 'x').subarray(1, 5).toString('hex')).toBe(next.id)
  setMasterKeys([next])
  expect(() => open(old, 'x')).toThrow(/key that this server does not have/)
})
