import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'

const EditsDialog = later(async () => (await import('./edits-dialog.tsx')).EditsDialog)

/** Says that a text was edited; a press shows what it said before. */
export function EditedMark({ subjectId }: { subjectId: string }) {
  const say = useSay()
  const [opened, setOpened] = useState(false)
  return (
    <>
      {' · '}
      <UnstyledButton className={classes.edited} onClick={() => setOpened(true)}>
        {say('feed.edited')}
      </UnstyledButton>
      {opened && <EditsDialog subjectId={subjectId} onClose={() => setOpened(false)} />}
    </>
  )
}
