import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Is there a program that makes certificates? Node itself makes none. */
export const canMakeCertificates = spawnSync('openssl', ['version']).status === 0

/** A self-made certificate for these names in `folder`, as `name.crt` beside `name.key`; answers the certificate’s file. */
export function makeCertificate(folder: string, file: string, names: readonly string[]): string {
  const [certificate, key] = [join(folder, `${file}.crt`), join(folder, `${file}.key`)]
  const subject = [
    '-subj',
    '/CN=Passerelle test',
    '-addext',
    `subjectAltName=${names.map(name => `DNS:${name}`).join()}`,
  ]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
  return certificate
}
