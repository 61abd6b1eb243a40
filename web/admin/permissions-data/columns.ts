import { readLocalStorageValue, useLocalStorage } from '@mantine/hooks'

/** In the order they stand in; the name is always there. Those with a sort can be ordered by. */
export const columns = [
  { id: 'status' },
  { id: 'groups', sort: 'groups' },
  { id: 'permissions', sort: 'unused' },
  { id: 'used', sort: 'used' },
  { id: 'volume', sort: 'volume' },
  { id: 'errors', sort: 'errors' },
  { id: 'health' },
  { id: 'review' },
  { id: 'owner' },
  { id: 'ends', sort: 'ends' },
] as const
export type ColumnId = (typeof columns)[number]['id']

const key = 'passerelle.columns.permissions-data'
const usual: readonly ColumnId[] = ['groups', 'permissions', 'used', 'volume', 'errors', 'ends']

/** Which columns this browser shows. */
export function useColumns(): [readonly ColumnId[], (shown: ColumnId[]) => void] {
  const [shown, setShown] = useLocalStorage<ColumnId[]>({
    key,
    defaultValue: readLocalStorageValue<ColumnId[]>({ key }) ?? [...usual],
  })
  return [columns.flatMap(({ id }) => (shown.includes(id) ? [id] : [])), setShown]
}
