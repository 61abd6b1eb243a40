import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { AttachedFile } from '../../contract/api/files.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './files.module.css'

interface ViewerProps {
  readonly pictures: readonly AttachedFile[]
  readonly first: number
  readonly onClose: () => void
}

/** Pictures, one at a time: the arrows lead on and around, Escape leads back to where the reader was. */
export function Viewer({ pictures, first, onClose }: ViewerProps) {
  const say = useSay()
  const [place, setPlace] = useState(first)
  const step = (by: number) => setPlace(now => (now + by + pictures.length) % pictures.length)
  useHotkeys([
    ['ArrowLeft', () => step(-1)],
    ['ArrowRight', () => step(1)],
  ])
  const picture = pictures[place]
  if (!picture) return null
  return (
    <Dialog title={picture.name} onClose={onClose} size="min(1200px, 100%)">
      <div className={classes.stage}>
        <img key={picture.id} src={picture.url} alt={picture.description || picture.name} />
      </div>
      <Group justify="space-between" gap="xs" mt="sm">
        <Text size="sm" className={classes.text}>
          {picture.description}
        </Text>
        <Group gap={6}>
          {pictures.length > 1 && (
            <>
              <ActionIcon variant="default" size="lg" aria-label={say('files.previous')} onClick={() => step(-1)}>
                <IconChevronLeft size={18} />
              </ActionIcon>
              <Text size="sm" c="dimmed" role="status">
                {say('files.place', { place: place + 1, count: pictures.length })}
              </Text>
              <ActionIcon variant="default" size="lg" aria-label={say('files.next')} onClick={() => step(1)}>
                <IconChevronRight size={18} />
              </ActionIcon>
            </>
          )}
          <Button
            component="a"
            href={picture.url}
            download={picture.name}
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {say('files.download')}
          </Button>
        </Group>
      </Group>
    </Dialog>
  )
}
