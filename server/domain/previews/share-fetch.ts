import type { PreviewKey } from './kept-previews.ts'

const underWay = new Map<string, Promise<unknown>>()

/** A thousand who ask for the same at the same time share one call. Keys are told apart by structure, so none can be made to look like another. */
export async function shareFetch<T>(
  what: 'card' | 'fresh card' | 'picture',
  key: PreviewKey,
  fetch: () => Promise<T>,
): Promise<T> {
  const name = JSON.stringify([what, key.communityId, key.installationId, key.viewerId, key.url])
  const found = underWay.get(name) as Promise<T> | undefined
  if (found) return found
  const fetching = fetch().finally(() => underWay.delete(name))
  underWay.set(name, fetching)
  return fetching
}
