import { expect, test } from 'vitest'
import { browserOf } from './browser-of.ts'

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0'

test.each([
  [`${mac}.15; rv:87.0) Gecko/20100101 Firefox/87.0`, 'Firefox', 'Mac OS X 10.15'],
  [`${mac}_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15`, 'Safari', 'Mac OS X 10.15'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/120.0.0.0`, 'Edge', 'Windows 10'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`, 'Chrome', 'Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) Version/17.1 Mobile Safari/604.1', 'Safari', 'iOS 17.1'],
  [`Mozilla/5.0 (Linux; Android 13; SM-S901B) SamsungBrowser/23.0 ${chrome}`, 'Samsung Internet', 'Android 13'],
  ['curl/8.4.0', undefined, undefined],
  ['', undefined, undefined],
])('%s', (userAgent, name, os) => {
  expect(browserOf(userAgent)).toEqual({ name, os })
})
