import type { Kept, PreviewKey } from './kept-previews.ts'

const underWay = new Map<string, Promise<Kept>>()

/** A thousand who ask for the same at the same time share one call. Keys are told apart by structure, so none can be made to look like another. */
export async function shareFetch(key: PreviewKey, fetch: () => Promise<Kept>): Promise<Kept> {
  const name = JSON.stringify([key.communityId, key.installationId, key.viewerId, key.url])
  const found = underWay.get(name)
  if (found) return found
  const fetching = fetch().finally(() => underWay.delete(name))
  underWay.set(name, fetching)
  return fetching
}
