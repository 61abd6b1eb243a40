import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react'
import { type AttachedFile, mostFiles } from '../../contract/api/files.ts'
import { describePicture } from '../data/files.ts'
import { newKey } from '../data/new-key.ts'
import { takeBack, upload } from '../data/upload.ts'

/** A file on its way, or one that was refused. */
export interface Sending {
  readonly key: string
  readonly file: File
  /** Which of those chosen it is. */
  readonly place: number
  readonly progress: number
  readonly error: unknown
}

export interface Attaching {
  readonly files: readonly AttachedFile[]
  readonly sending: readonly Sending[]
  /** Some are still on their way. */
  readonly busy: boolean
  add(files: Iterable<File>): void
  /** Ends what is on its way, or takes away what was refused. */
  stop(key: string): void
  again(key: string): void
  remove(file: AttachedFile): void
  describe(file: AttachedFile, description: string): void
}

/** What hangs on something being written. `files` are those that arrived: the draft keeps them, so that they outlive a reload. */
export function useAttaching(files: readonly AttachedFile[], change: (files: AttachedFile[]) => void): Attaching {
  const [sending, setSending] = useState<readonly Sending[]>([])
  const next = useRef(0)
  const stops = useRef(new Map<string, AbortController>())
  // Several may arrive between two drawings: each is put to those that arrived before it.
  const arrived = useRef(files)
  arrived.current = files
  // However long each takes, they stand as they were chosen; those of an earlier visit come first.
  const chosen = useRef(new Map<string, number>())
  const placeOf = (file: AttachedFile) => chosen.current.get(file.id) ?? -1
  const keep = (now: AttachedFile[]) => {
    arrived.current = now
    change(now)
  }
  const set = (key: string, to: Partial<Sending>) =>
    setSending(all => all.map(one => (one.key === key ? { ...one, ...to } : one)))
  const drop = (key: string) => setSending(all => all.filter(one => one.key !== key))

  const send = async (key: string, file: File, place: number) => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    try {
      const done = await upload(file, { signal: stop.signal, progress: progress => set(key, { progress }) })
      chosen.current.set(done.id, place)
      keep([...arrived.current, done].sort((a, b) => placeOf(a) - placeOf(b)))
      drop(key)
    } catch (error) {
      if (!stop.signal.aborted) set(key, { error })
    } finally {
      stops.current.delete(key)
    }
  }
  return {
    files,
    sending,
    busy: sending.some(one => one.error === undefined),
    add: added => {
      const room = mostFiles - files.length - sending.length
      const fresh = [...added]
        .slice(0, room)
        .map(file => ({ key: newKey(), file, place: next.current++, progress: 0, error: undefined }))
      setSending(all => [...all, ...fresh])
      for (const { key, file, place } of fresh) void send(key, file, place)
    },
    stop: key => {
      stops.current.get(key)?.abort()
      drop(key)
    },
    again: key => {
      const failed = sending.find(one => one.key === key)
      set(key, { error: undefined, progress: 0 })
      if (failed) void send(key, failed.file, failed.place)
    },
    remove: file => {
      keep(arrived.current.filter(one => one.id !== file.id))
      void takeBack(file.id)
    },
    describe: (file, description) => {
      keep(arrived.current.map(one => (one.id === file.id ? { ...one, description } : one)))
      void describePicture(file.id, description)
    },
  }
}

/** Lets files be dropped on an element, and pasted into it. `over` while something is held above it. */
export function useDrop(add: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false)
  const brings = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return {
    over,
    place: {
      onDragOver: (event: DragEvent) => {
        if (!brings(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        if (!brings(event)) return
        event.preventDefault()
        setOver(false)
        add(event.dataTransfer.files)
      },
      onPaste: (event: ClipboardEvent) => {
        // What is text for the box is left to the box, even where a picture of it comes along.
        if (!event.clipboardData.files.length || event.clipboardData.types.includes('text/plain')) return
        event.preventDefault()
        add(event.clipboardData.files)
      },
    },
  }
}
