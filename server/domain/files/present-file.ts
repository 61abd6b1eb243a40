import type { AttachedFile } from '../../../contract/api/files.ts'
import type { FileRow, FormName } from './files.sql.ts'

/** For a reader with a session: addresses of our own host, which ask who they are. */
export const presentFile = (row: FileRow): AttachedFile => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  width: row.width,
  height: row.height,
  description: row.description,
  url: fileAddress(row, 'full'),
  small: row.sizes.small ? fileAddress(row, 'small') : null,
  medium: row.sizes.medium ? fileAddress(row, 'medium') : null,
})

export const fileAddress = ({ id, name }: Pick<FileRow, 'id' | 'name'>, form: FormName): string =>
  `/files/${id}/${form}/${encodeURIComponent(name)}`

export const presentFiles = (found: readonly FileRow[] | null): AttachedFile[] => (found ?? []).map(presentFile)
