/** What a browser says it is, in the words Workplace used (`Firefox`, `Mac OS X 10.15`). */
export interface Browser {
  readonly name: string | undefined
  readonly os: string | undefined
}

/** The first that fits: most browsers also claim to be those they descend from. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad|iPod).* OS (\d+(?:_\d+)?)/, 'iOS'],
  [/\bAndroid(?: (\d+(?:\.\d+)?))?/, 'Android'],
  [/\bMac OS X(?: (\d+(?:[._]\d+)?))?/, 'Mac OS X'],
  [/\bWindows NT(?: (\d+(?:\.\d+)?))?/, 'Windows'],
  [/\bCrOS\b/, 'Chrome OS'],
  [/\bLinux\b/, 'Linux'],
]
/** Windows names itself otherwise to programs than to people. */
const windows: Readonly<Record<string, string>> = { '10.0': '10', '6.3': '8.1', '6.2': '8', '6.1': '7' }

export function browserOf(userAgent: string): Browser {
  return { name: browsers.find(([pattern]) => pattern.test(userAgent))?.[1], os: systemOf(userAgent) }
}

function systemOf(userAgent: string): string | undefined {
  const [pattern, os] = systems.find(([fits]) => fits.test(userAgent)) ?? []
  const said = pattern?.exec(userAgent)?.[1]?.replace('_', '.')
  const version = os === 'Windows' && said ? (windows[said] ?? said) : said
  return os && version ? `${os} ${version}` : os
}
