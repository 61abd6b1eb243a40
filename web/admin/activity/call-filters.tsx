import { Button, Group, Select, SimpleGrid, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callKinds, callMethods } from '../../../contract/api/api-log.ts'
import { permissions } from '../../../contract/permissions.ts'
import { integrationNames } from '../../data/integrations.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { useSay } from '../../ui/words.tsx'
import { AddressChoice, AddressText, AddressTime } from './address-fields.tsx'
import { Unread } from './unread.tsx'
import { useCallFilter } from './use-call-filter.ts'

const results = ['failed', '2xx', '3xx', '4xx', '5xx', '0']

/** The log is searched by everything that is in it; what is asked for most stands before the fold. */
export function CallFilters({ only }: { only?: string | undefined }) {
  const say = useSay()
  const { isFiltered, isFolded, unread, clear } = useCallFilter(only)
  return (
    <Stack gap="xs" role="search" aria-label={say('activity.filter')}>
      <Group gap="xs">
        {only === undefined && <IntegrationChoice />}
        <AddressChoice
          name="api"
          label={say('activity.filter.api')}
          data={callKinds.map(value => ({ value, label: say(`activity.api.${value}`) }))}
        />
        <AddressChoice
          name="status"
          label={say('activity.filter.status')}
          data={results.map(value => ({ value, label: say(`activity.status.${value}`) }))}
        />
        <AddressText name="path" label={say('activity.filter.path')} />
        {isFiltered && (
          <Button variant="subtle" onClick={clear}>
            {say('activity.filter.clear')}
          </Button>
        )}
      </Group>
      <Unread parts={unread} />
      <details className="fold" open={isFolded || undefined}>
        <summary>{say('activity.filter.more')}</summary>
        <Folded />
      </details>
    </Stack>
  )
}

/** One of however many there are: the server looks for what is typed. */
export function IntegrationChoice() {
  const say = useSay()
  const [chosen, choose] = useAddressQuery('integration')
  const [text, setText] = useState('')
  const [typed] = useDebouncedValue(text.trim(), 150)
  const known = useQuery(integrationNames(typed, chosen))
  const data = (known.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const name = data.find(one => one.value === chosen)?.label
  return (
    <Select
      aria-label={say('activity.filter.integration')}
      placeholder={say('activity.filter.integration')}
      clearable
      searchable
      style={{ flex: '1 1 170px' }}
      data={data}
      filter={({ options }) => options}
      nothingFoundMessage={say('integrations.none')}
      value={chosen ?? null}
      onChange={next => choose(next ?? undefined)}
      // What the field says of the chosen one is nothing that somebody looks for.
      onSearchChange={next => setText(next === name ? '' : next)}
    />
  )
}

function Folded() {
  const say = useSay()
  return (
    <Stack gap="xs" pt="xs">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs" verticalSpacing="xs">
        <AddressChoice
          name="method"
          label={say('activity.filter.method')}
          data={callMethods.map(value => ({ value, label: value }))}
        />
        <AddressChoice
          name="origin"
          label={say('activity.filter.origin')}
          data={['connector', 'custom'].map(value => ({ value, label: say(`activity.origin.${value}`) }))}
        />
        <AddressChoice
          name="permission"
          label={say('activity.filter.permission')}
          data={permissions.map(({ id }) => ({ value: id, label: say(`permissions.${id}`) }))}
          searchable
        />
        <AddressText name="app" label={say('activity.filter.app_id')} digits />
        <AddressText name="group" label={say('activity.filter.group')} digits />
        <AddressText name="code" label={say('activity.filter.code')} digits />
        <AddressText name="ms" label={say('activity.filter.ms')} digits />
        <AddressText name="bytes" label={say('activity.filter.bytes')} digits />
        <AddressText name="address" label={say('activity.filter.address')} />
        <AddressText name="agent" label={say('activity.filter.user_agent')} />
        <AddressText name="trace" label={say('activity.filter.trace')} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs">
        <AddressTime name="from" label={say('activity.filter.from')} />
        <AddressTime name="to" label={say('activity.filter.to')} />
      </SimpleGrid>
    </Stack>
  )
}
