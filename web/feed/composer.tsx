import { Button, Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import { AttachButton } from '../attach/attach-button.tsx'
import { withAddress } from '../attach/with-address.ts'
import { useCreatePost } from '../data/posts.ts'
import { useProposePost } from '../data/waiting-posts.ts'
import { useAttaching, useDrop } from '../files/attaching.ts'
import { BeingAttached } from '../files/being-attached.tsx'
import { FileButton } from '../files/file-button.tsx'
import filesClasses from '../files/files.module.css'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import { ComposerPreviews } from './composer-previews.tsx'
import { ComposerToolbar } from './composer-toolbar.tsx'
import { useDraft } from './draft.ts'
import { MentionBox } from './mention-box.tsx'
import { toSent } from './mentions.ts'

interface ComposerProps {
  /** Where it goes; undefined while none is chosen. */
  readonly groupId: string | undefined
  /** What the draft is kept under. */
  readonly place: string
  readonly placeholder: string
  /** Chooses the group, where the screen is not a group's. */
  readonly chooser?: ReactNode
  /** What stands in it before anything was written. */
  readonly start?: string | undefined
  /** Those who keep order look at it first. */
  readonly waits?: boolean | undefined
  /** `null`: it waits. */
  readonly onPosted?: ((postId: string | null) => void) | undefined
}

/** Where posts are written. A draft survives a reload, and is sent once however often the button is pressed. `c` leads here. */
export function Composer({ groupId, place, placeholder, chooser, start, waits = false, onPosted }: ComposerProps) {
  const say = useSay()
  const { draft, change, clear } = useDraft(place, start)
  const posting = useCreatePost()
  const proposing = useProposePost()
  const create = waits ? proposing : posting
  const box = useRef<HTMLTextAreaElement>(null)
  const [focused, setFocused] = useState(false)
  const attaching = useAttaching(draft.files, files => change({ files }))
  const { over, place: dropping } = useDrop(attaching.add)
  const open = focused || draft.text !== '' || attaching.files.length + attaching.sending.length > 0
  const ready = (draft.text.trim() !== '' || draft.files.length > 0) && !attaching.busy && groupId !== undefined
  useHotkeys([['c', () => box.current?.focus()]])

  const send = () => {
    const text = toSent(draft).trim()
    if (!ready || create.isPending) return
    const { key: idempotencyKey, hiddenLinks } = draft
    const files = draft.files.map(file => file.id)
    create.mutate(
      { groupId, text, idempotencyKey, hiddenLinks, files },
      {
        onSuccess: (made: { id: string }) => {
          if (waits) toast(say('groups.waiting.sent'))
          onPosted?.(waits ? null : made.id)
          clear()
          setFocused(false)
          box.current?.blur()
        },
      },
    )
  }
  return (
    <Stack
      component="section"
      className={over ? `card ${filesClasses.over}` : 'card'}
      p="sm"
      gap="xs"
      aria-label={say('feed.compose')}
      {...dropping}
    >
      <MentionBox
        box={box}
        written={draft}
        onChange={change}
        groupId={groupId}
        label={placeholder}
        placeholder={placeholder}
        minRows={open ? 3 : 1}
        onFocus={() => setFocused(true)}
        onEscape={() => box.current?.blur()}
        onSubmit={send}
      />
      <BeingAttached attaching={attaching} />
      <ComposerPreviews
        text={draft.text}
        groupId={groupId}
        hidden={draft.hiddenLinks}
        onHide={url => change({ hiddenLinks: [...draft.hiddenLinks, url] })}
      />
      {open && (
        <Group justify="space-between" gap="xs">
          <Group gap={2}>
            <ComposerToolbar box={box} written={draft} onChange={change} />
            <FileButton add={attaching.add} />
            <AttachButton groupId={groupId} put={url => change({ text: withAddress(draft.text, url) })} />
          </Group>
          <Group gap="xs" ml="auto">
            {chooser}
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {say('feed.compose.hint')}
            </Text>
            <Button onClick={send} disabled={!ready} loading={create.isPending}>
              {say(waits ? 'groups.waiting.submit' : 'feed.compose.send')}
            </Button>
          </Group>
        </Group>
      )}
      {create.isError && <Refused error={create.error} />}
    </Stack>
  )
}
