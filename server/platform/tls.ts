/**
 * Certificates for several names from one process, so that old host names can be served without a proxy in front (design.md 3). Files are read again when they
 * change and when they are asked for; a new one that cannot be used leaves the old one in place.
 */
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import { StartProblem } from './start-problem.ts'

interface Files {
  readonly certificate: string
  readonly key: string
}

interface Pair {
  readonly cert: Buffer
  readonly key: Buffer
}

export interface Certificates {
  /** For clients that ask for no name: the first certificate, told again when it changed. */
  onFirst(use: (first: Pair) => void): void
  /** The context for the name a client asks for; the first one for a name that no certificate has. */
  contextFor(name: string): SecureContext
  /** Reads the files again. A mistake is answered, and what was there goes on. */
  reload(): StartProblem | undefined
  close(): void
}

/** How often the files are looked at, in milliseconds. */
const lookEvery = 5_000

/** `places`: `cert.pem:key.pem` pairs, or folders with `name.crt` or `name.pem` beside `name.key`. */
export function openCertificates(
  places: readonly string[],
  { every = lookEvery, onProblem = (_: StartProblem): void => {} } = {},
): Certificates {
  let contexts = readAll(places)
  let seen = stamp(places)
  let used: ((first: Pair) => void) | undefined
  const reload = (): StartProblem | undefined => {
    seen = stamp(places)
    try {
      contexts = readAll(places)
      used?.(first(contexts))
      return undefined
    } catch (error) {
      if (error instanceof StartProblem) return error
      throw error
    }
  }
  const timer = setInterval(() => {
    const problem = stamp(places) === seen ? undefined : reload()
    if (problem) onProblem(problem)
  }, every)
  timer.unref()
  const onFirst = (use: (pair: Pair) => void): void => {
    used = use
    use(first(contexts))
  }
  return { onFirst, contextFor: name => pick(contexts, name), reload, close: () => clearInterval(timer) }
}

interface Context extends Pair {
  readonly names: readonly string[]
  readonly context: SecureContext
}

type Contexts = readonly Context[]

function readAll(places: readonly string[]): Contexts {
  const found = places.flatMap(filesAt).map(readOne)
  if (found.length === 0) throw new StartProblem('certificates_none', { place: places.join(', ') })
  return found
}

function filesAt(place: string): Files[] {
  if (isFolder(place)) {
    const names = readdirSync(place)
    return names
      .filter(name => /\.(?:crt|pem)$/.test(name) && names.includes(name.replace(/\.(?:crt|pem)$/, '.key')))
      .sort()
      .map(name => ({ certificate: join(place, name), key: join(place, name.replace(/\.(?:crt|pem)$/, '.key')) }))
  }
  // Not the colon behind the letter of a drive.
  const colon = place.indexOf(':', 2)
  return [{ certificate: place.slice(0, colon), key: place.slice(colon + 1) }]
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function readOne({ certificate, key: keyFile }: Files): Context {
  try {
    const [cert, key] = [readFileSync(certificate), readFileSync(keyFile)]
    return { names: namesOf(new X509Certificate(cert)), context: createSecureContext({ cert, key }), cert, key }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new StartProblem('certificate_wrong', { file: certificate, problem }, { cause: error })
  }
}

const namesOf = ({ subjectAltName = '', subject }: X509Certificate): string[] => [
  ...[...subjectAltName.matchAll(/DNS:([^\s,]+)/g)].map(found => (found[1] ?? '').toLowerCase()),
  ...[...subject.matchAll(/^CN=(.+)$/gm)].map(found => (found[1] ?? '').toLowerCase()),
]

/** The very name before a wildcard, which stands for one part. */
function pick(contexts: Contexts, name: string): SecureContext {
  const asked = name.toLowerCase()
  const wild = asked.replace(/^[^.]+/, '*')
  const found = [asked, wild].flatMap(one => contexts.filter(({ names }) => names.includes(one)))[0]
  return (found ?? first(contexts)).context
}

function first(contexts: Contexts): Context {
  const [found] = contexts
  if (!found) throw new Error('there is always a certificate')
  return found
}

/** What files there are, how large and how old. */
function stamp(places: readonly string[]): string {
  return places
    .flatMap(place => (isFolder(place) ? [{ certificate: place, key: place }, ...filesAt(place)] : filesAt(place)))
    .flatMap(({ certificate, key }) => [certificate, key])
    .map(file => {
      const found = statSync(file, { throwIfNoEntry: false })
      return `${file} ${found?.size} ${found?.mtimeMs}`
    })
    .join('\n')
}
