import type { AttachedFile } from '../../contract/api/files.ts'
import { sizeOf } from '../ui/size-of.ts'
import { useWords } from '../ui/words.tsx'
import classes from './files.module.css'

/** Its kind, by what it is called, and its size. */
export function FileFacts({ file }: { file: Pick<AttachedFile, 'name' | 'bytes'> }) {
  const { language } = useWords()
  const ending = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toUpperCase()
  return <div className={classes.facts}>{[ending, sizeOf(file.bytes, language)].filter(Boolean).join(' · ')}</div>
}
