import { UnstyledButton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { AttachedFile } from '../../contract/api/files.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import { FileFacts } from './file-facts.tsx'
import { FileIcon } from './file-icon.tsx'
import classes from './files.module.css'

const Viewer = later(async () => (await import('./viewer.tsx')).Viewer)

/** More than these wait behind the last of them. */
const mostShown = 4

/** What hangs on a post or comment: pictures in a grid that opens, videos to be played, files to be saved. */
export function AttachedFiles({ files, compact = false }: { files: readonly AttachedFile[]; compact?: boolean }) {
  const pictures = files.filter(file => file.kind === 'picture')
  const videos = files.filter(file => file.kind === 'video')
  const others = files.filter(file => file.kind === 'file')
  return (
    <div className={compact ? `${classes.attached} ${classes.compact}` : classes.attached}>
      {pictures.length > 0 && <Pictures pictures={pictures} />}
      {videos.map(video => (
        // biome-ignore lint/a11y/useMediaCaption: whoever uploads a video brings no captions with it
        <video
          key={video.id}
          className={classes.video}
          src={video.url}
          controls
          preload="metadata"
          aria-label={video.name}
        />
      ))}
      {others.map(file => (
        <FileRow key={file.id} file={file} />
      ))}
    </div>
  )
}

function Pictures({ pictures }: { pictures: readonly AttachedFile[] }) {
  const say = useSay()
  const [open, setOpen] = useState<number>()
  const shown = pictures.slice(0, mostShown)
  const hidden = pictures.length - shown.length
  return (
    <>
      <div className={classes.grid} data-count={shown.length}>
        {shown.map((picture, place) => (
          <UnstyledButton
            key={picture.id}
            className={classes.cell}
            onClick={() => setOpen(place)}
            aria-label={say('files.open', { name: picture.description || picture.name })}
          >
            <img
              src={picture.medium ?? picture.url}
              alt={picture.description || picture.name}
              loading="lazy"
              {...(shown.length === 1 && { width: picture.width ?? undefined, height: picture.height ?? undefined })}
            />
            {hidden > 0 && place === shown.length - 1 && (
              <span className={classes.hidden}>{say('files.more', { count: hidden })}</span>
            )}
          </UnstyledButton>
        ))}
      </div>
      {open !== undefined && <Viewer pictures={pictures} first={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

/** The name is the way to it: it is saved, never opened here. */
function FileRow({ file }: { file: AttachedFile }) {
  return (
    <a className={classes.fileRow} href={file.url} download={file.name}>
      <FileIcon file={file} />
      <div className={classes.text}>
        <div className={classes.name}>{file.name}</div>
        <FileFacts file={file} />
      </div>
      <IconDownload size={18} stroke={1.7} aria-hidden="true" />
    </a>
  )
}
