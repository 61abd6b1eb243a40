import { Button, Group, Select, Table, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HandedLink } from '../../../contract/api/people.ts'
import { useMe } from '../../data/me.ts'
import { peopleFound } from '../../data/people.ts'
import { useAddressQuery, useAddressText } from '../../ui/address.ts'
import { Empty, PageFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Page } from '../../ui/page.tsx'
import { Missing } from '../../ui/screen-refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { AdminTabs } from '../admin-tabs.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { PersonRow } from './person-row.tsx'

/** Admin Panel → People. */
export function PeopleScreen() {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  const [state, setState] = useAddressQuery('state')
  const [search] = useDebouncedValue(text?.trim(), 200)
  const [inviting, setInviting] = useState(false)
  const [handed, setHanded] = useState<HandedLink>()
  const people = useInfiniteQuery({ ...peopleFound(search, state), placeholderData: keepPreviousData })
  const { may } = useMe()
  if (!may.managePeople) return <Missing />
  const states = ['active', 'invited', 'deactivated'].map(value => ({ value, label: say(`people.state.${value}`) }))
  const invite = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
      {say('people.invite')}
    </Button>
  )
  return (
    <Page title={say('people.title')} intro={say('people.intro')} width="wide" actions={invite}>
      <AdminTabs here="people" />
      <Group gap="sm">
        <TextInput
          value={text ?? ''}
          onChange={event => setText(event.currentTarget.value)}
          aria-label={say('people.search')}
          placeholder={say('people.search')}
          leftSection={<IconSearch size={16} />}
          data-page-search
          aria-keyshortcuts="/"
          style={{ flex: '1 1 14rem' }}
        />
        <Select
          aria-label={say('people.state')}
          placeholder={say('people.state.all')}
          data={states}
          clearable
          value={state ?? null}
          onChange={next => setState(next ?? undefined)}
        />
      </Group>
      <PageFaces
        query={people}
        loading={<SkeletonLines count={6} height={48} />}
        empty={<Empty title={say('people.none')}>{say('people.none.body')}</Empty>}
      >
        {items => (
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('people.name')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('people.role')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('people.state')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('people.last_seen')}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{say('people.actions.column')}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(person => (
                <PersonRow key={person.id} person={person} onLink={setHanded} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </PageFaces>
      {inviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onInvited={link => {
            setInviting(false)
            setHanded(link)
          }}
        />
      )}
      {handed && <LinkDialog handed={handed} onClose={() => setHanded(undefined)} />}
    </Page>
  )
}
