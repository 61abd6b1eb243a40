import { ActionIcon } from '@mantine/core'
import { IconPhotoPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { useSay } from '../ui/words.tsx'

/** Chooses pictures and files from the reader's own machine. */
export function FileButton({ add }: { add: (files: Iterable<File>) => void }) {
  const say = useSay()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={say('files.add')}
        title={say('files.add')}
        onMouseDown={event => event.preventDefault()}
        onClick={() => input.current?.click()}
      >
        <IconPhotoPlus size={17} stroke={1.8} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={event => {
          add([...(event.currentTarget.files ?? [])])
          // The same file may be chosen again after it was taken away.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
