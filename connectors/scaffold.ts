/**
 * `npm run new:connector -- name`: copies the smallest true connector to a folder of its own and puts its name in it. The new folder passes every
 * check as it is, and nothing outside it has to change.
 */
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const connectors = new URL('./', import.meta.url).pathname
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) make(process.argv[2] ?? '')

function make(id: string): void {
  const problem = problemWith(id)
  if (problem) {
    process.stderr.write(`${problem}\n`)
    process.exit(1)
  }
  const folder = join(connectors, id)
  cpSync(join(connectors, 'hello'), folder, { recursive: true })
  for (const file of filesIn(folder)) writeFileSync(file, renamed(readFileSync(file, 'utf8'), id))
  process.stdout.write(`connectors/${id} is there, and passes as it is: npx vitest run connectors/every-connector.test.ts
Next: write what its service promises in connectors/${id}/README.md, then links.ts. CONTRIBUTING.md goes on from there.
`)
}

/** What is wrong with the name of a connector to be, and the cure. */
export function problemWith(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return `“${name}” cannot be a connector's name: lower-case letters, digits and single hyphens, beginning with a letter. For example: npm run new:connector -- example`
  if (existsSync(join(connectors, name)))
    return `connectors/${name} is there already. Choose another name, or go on in that folder.`
  return undefined
}

function filesIn(path: string): string[] {
  return statSync(path).isDirectory() ? readdirSync(path).flatMap(name => filesIn(join(path, name))) : [path]
}

/** hello → the name, wherever the service is named; its words and its host with it. */
function renamed(text: string, id: string): string {
  const word = id.replace(/-/g, '')
  const title = id
    .split('-')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
  return text
    .replaceAll('HelloSettings', `${title.replaceAll(' ', '')}Settings`)
    .replaceAll("id: 'hello'", `id: '${id}'`)
    .replaceAll('const hello:', `const ${camel(id)}:`)
    .replaceAll('export default hello', `export default ${camel(id)}`)
    .replaceAll('hello.example', `${word}.example`)
    .replaceAll('x-hello-signature', `x-${id}-signature`)
    .replaceAll('X-Hello-Signature', `X-${title.replaceAll(' ', '-')}-Signature`)
    .replaceAll('"name": "Hello"', `"name": "${title}"`)
    .replaceAll('"name": "Bonjour"', `"name": "${title}"`)
    .replaceAll('<title>Hello</title>', `<title>${title}</title>`)
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
