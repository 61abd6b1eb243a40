import { ActionIcon, Button, Progress, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { AttachedFile } from '../../contract/api/files.ts'
import { sentenceOf } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import type { Attaching, Sending } from './attaching.ts'
import { FileFacts } from './file-facts.tsx'
import { FileIcon } from './file-icon.tsx'
import classes from './files.module.css'

/** What hangs on something being written: how far each is, what was refused and why, and a way to take it back. */
export function BeingAttached({ attaching }: { attaching: Attaching }) {
  const say = useSay()
  const { files, sending } = attaching
  if (files.length + sending.length === 0) return null
  return (
    <ul className={classes.pending} aria-label={say('files.attached')}>
      {files.map(file => (
        <Arrived key={file.id} file={file} attaching={attaching} />
      ))}
      {sending.map(one => (
        <OnItsWay key={one.key} one={one} attaching={attaching} />
      ))}
    </ul>
  )
}

function Arrived({ file, attaching }: { file: AttachedFile; attaching: Attaching }) {
  const say = useSay()
  return (
    <li className={classes.pendingRow}>
      {file.small ? <img className={classes.thumb} src={file.small} alt="" /> : <FileIcon file={file} />}
      <div className={classes.text}>
        <div className={classes.name}>{file.name}</div>
        {file.kind === 'picture' ? (
          <TextInput
            size="xs"
            aria-label={say('files.describe', { name: file.name })}
            placeholder={say('files.describe.hint')}
            defaultValue={file.description}
            maxLength={1_000}
            onBlur={event => {
              const said = event.currentTarget.value.trim()
              if (said !== file.description) attaching.describe(file, said)
            }}
          />
        ) : (
          <FileFacts file={file} />
        )}
      </div>
      <TakeAway label={say('files.remove', { name: file.name })} take={() => attaching.remove(file)} />
    </li>
  )
}

function OnItsWay({ one: { key, file, progress, error }, attaching }: { one: Sending; attaching: Attaching }) {
  const say = useSay()
  return (
    <li className={classes.pendingRow}>
      <FileIcon file={{ kind: 'file', name: file.name }} />
      <div className={classes.text}>
        <div className={classes.name}>{file.name}</div>
        {error === undefined ? (
          <Progress
            value={Math.max(2, progress * 100)}
            size="sm"
            mt={6}
            aria-label={say('files.sending', { name: file.name })}
          />
        ) : (
          <div role="alert" className={classes.refused}>
            {sentenceOf(error, say)}
          </div>
        )}
      </div>
      {error !== undefined && (
        <Button size="compact-xs" variant="default" onClick={() => attaching.again(key)}>
          {say('shell.try_again')}
        </Button>
      )}
      <TakeAway label={say('files.remove', { name: file.name })} take={() => attaching.stop(key)} />
    </li>
  )
}

function TakeAway({ label, take }: { label: string; take: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={take}>
      <IconX size={16} />
    </ActionIcon>
  )
}
