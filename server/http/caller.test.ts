import type { FastifyRequest } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { cameFrom, configureCountry } from './caller.ts'

afterEach(() => configureCountry(undefined))

const request = (headers: Record<string, string>) => ({ ip: '203.0.113.9', headers }) as unknown as FastifyRequest

test('the country is what the proxy of the operator says, and nothing where there is none or it does not know', () => {
  const from = request({ 'cf-ipcountry': 'pl', 'user-agent': 'Robot' })
  expect(cameFrom(from)).toEqual({ address: '203.0.113.9', userAgent: 'Robot' })
  configureCountry('cf-ipcountry')
  expect(cameFrom(from)).toEqual({ address: '203.0.113.9', userAgent: 'Robot', country: 'PL' })
  for (const said of ['XX', 'T1', '', 'Poland', '<b>'])
    expect(cameFrom(request({ 'cf-ipcountry': said }))).toEqual({ address: '203.0.113.9', userAgent: null })
})
