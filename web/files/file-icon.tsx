import { IconFile, IconFileTypePdf, IconFileZip, IconMovie, IconPhoto } from '@tabler/icons-react'
import type { FileKind } from '../../contract/api/files.ts'
import classes from './files.module.css'

/** What kind of thing it is, for those who see; its name says it to all. */
export function FileIcon({ file }: { file: { readonly kind: FileKind; readonly name: string } }) {
  const Icon = iconOf(file.kind, file.name)
  return (
    <span className={classes.icon} aria-hidden="true">
      <Icon size={22} stroke={1.6} />
    </span>
  )
}

function iconOf(kind: FileKind, name: string) {
  if (kind === 'picture') return IconPhoto
  if (kind === 'video') return IconMovie
  if (/\.pdf$/i.test(name)) return IconFileTypePdf
  return /\.(?:zip|gz|tgz|tar|7z|rar)$/i.test(name) ? IconFileZip : IconFile
}
