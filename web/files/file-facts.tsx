import type { AttachedFile } from '../../contract/api/files.ts'
import { useWords } from '../ui/words.tsx'
import classes from './files.module.css'

/** Its kind, by what it is called, and its size. */
export function FileFacts({ file }: { file: Pick<AttachedFile, 'name' | 'bytes'> }) {
  const { language } = useWords()
  const ending = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toUpperCase()
  return <div className={classes.facts}>{[ending, sizeOf(file.bytes, language)].filter(Boolean).join(' · ')}</div>
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function sizeOf(bytes: number, language: string): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const format = {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  } as const
  return new Intl.NumberFormat(language, format).format(bytes / 1_000 ** step)
}
