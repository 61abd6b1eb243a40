import { Button, Group as Row, SegmentedControl, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconFiles, IconLock, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type FileKind, fileKinds, type GroupFile } from '../../contract/api/files.ts'
import { groupFiles } from '../data/files.ts'
import { FileFacts } from '../files/file-facts.tsx'
import { FileIcon } from '../files/file-icon.tsx'
import filesClasses from '../files/files.module.css'
import { Empty, PageFaces } from '../ui/list-faces.tsx'
import { Time } from '../ui/time.tsx'
import { Sentence, useSay } from '../ui/words.tsx'
import classes from './groups.module.css'
import { useGroup } from './use-group.ts'

/** What hangs on the posts and comments of a group, to be found again. */
export function GroupFiles() {
  const say = useSay()
  const group = useGroup()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<FileKind | 'all'>('all')
  const [search] = useDebouncedValue(text.trim(), 200)
  const asked = { search, kind: kind === 'all' ? undefined : kind }
  const found = useInfiniteQuery({
    ...groupFiles(group.id, asked),
    enabled: group.may.read,
    placeholderData: keepPreviousData,
  })
  if (!group.may.read) return <Empty title={say('groups.closed.title')} icon={<IconLock size={36} stroke={1.4} />} />
  const narrowed = search !== '' || kind !== 'all'
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="group-files">
      <div className={classes.panelHead}>
        <Title order={2} id="group-files">
          {say('groups.tab.files')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={say('files.kinds')}
          data={(['all', ...fileKinds] as const).map(one => ({ value: one, label: say(`files.kind.${one}`) }))}
          value={kind}
          onChange={next => setKind(next as FileKind | 'all')}
        />
      </div>
      <TextInput
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        aria-label={say('files.search')}
        placeholder={say('files.search')}
        leftSection={<IconSearch size={16} />}
        mb="sm"
      />
      <PageFaces
        query={found}
        empty={
          <Empty title={say(narrowed ? 'files.none.found' : 'files.none')} icon={<IconFiles size={36} stroke={1.4} />}>
            {!narrowed && say('files.none.body')}
          </Empty>
        }
      >
        {items => (
          <ul className={classes.rows}>
            {items.map(item => (
              <FileItem key={`${item.postId} ${item.file.id}`} item={item} />
            ))}
          </ul>
        )}
      </PageFaces>
    </section>
  )
}

function FileItem({ item: { file, by, at, postId } }: { item: GroupFile }) {
  const say = useSay()
  return (
    <li className={classes.row}>
      {file.small ? (
        <img className={filesClasses.thumb} src={file.small} alt="" loading="lazy" />
      ) : (
        <FileIcon file={file} />
      )}
      <div className={classes.rowText}>
        <Link to={`/posts/${postId}`} className={`quiet-link ${filesClasses.name}`}>
          {file.name}
        </Link>
        <FileFacts file={file} />
        <Text size="xs" c="dimmed" component="div">
          <Sentence of="files.by" values={{ name: by.name, time: <Time at={at} /> }} />
        </Text>
      </div>
      <Row gap={4}>
        <Button
          component="a"
          href={file.url}
          download={file.name}
          size="xs"
          variant="default"
          aria-label={say('files.download.label', { name: file.name })}
        >
          <IconDownload size={16} aria-hidden="true" />
        </Button>
      </Row>
    </li>
  )
}
