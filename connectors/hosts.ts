/** The path of an address under one of a connector's base addresses (`https://*.service.example` admits one label or more in its place). */
export function under(
  url: URL,
  base: string,
): { readonly origin: string; readonly label: string; readonly path: string } | undefined {
  const star = base.indexOf('*.')
  if (star >= 0) {
    const suffix = base.slice(star + 1).split('/')[0] ?? ''
    const label = url.hostname.endsWith(suffix) ? url.hostname.slice(0, -suffix.length) : ''
    const ours = url.protocol === 'https:' && !url.port && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(label)
    return ours && !url.username ? { origin: url.origin, label, path: url.pathname } : undefined
  }
  const own = new URL(base)
  const context = own.pathname.replace(/\/$/, '')
  const ours =
    url.origin === own.origin && !url.username && (url.pathname === context || url.pathname.startsWith(`${context}/`))
  return ours ? { origin: own.origin + context, label: '', path: url.pathname.slice(context.length) || '/' } : undefined
}
