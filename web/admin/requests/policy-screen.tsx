import { Alert, Button, Group, Skeleton, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { KeptPolicy, RequestRule } from '../../../contract/api/requests.ts'
import { useMe } from '../../data/me.ts'
import { requestPolicy, useRequestPolicy } from '../../data/requests.ts'
import { HelpLink } from '../../ui/help-link.tsx'
import { Page } from '../../ui/page.tsx'
import { Refused } from '../../ui/refused.tsx'
import { Missing, ScreenRefused } from '../../ui/screen-refused.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { RehearsalTable } from './rehearsal-table.tsx'
import { RuleForm } from './rule-form.tsx'

/** How requests are taken: rules in their order, tried on what was asked before; or an address of the organisation's own. */
export function PolicyScreen() {
  const say = useSay()
  const { may } = useMe()
  const found = useQuery({ ...requestPolicy, enabled: may.manageIntegrations })
  if (!may.manageIntegrations) return <Missing />
  if (found.isError) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  return (
    <Page
      title={say('requests.policy.title')}
      intro={<HelpLink to="requesting-integrations#rules">{say('requests.policy.intro')}</HelpLink>}
    >
      <Text size="sm">
        <Link to="/admin/requests" className="quiet-link back-link">
          <IconArrowLeft size={15} aria-hidden="true" />
          {say('requests.admin.title')}
        </Link>
      </Text>
      {found.data ? <Policy kept={found.data} /> : <Skeleton height={280} />}
    </Page>
  )
}

const newRule: RequestRule = { permissions: null, trust: null, categories: null, outcome: 'people', reason: '' }

interface Draft {
  readonly rules: readonly { readonly key: number; readonly rule: RequestRule }[]
  readonly own: boolean
  readonly ownText: string
  readonly ownUrl: string
}

let keys = 0
const keyed = (rule: RequestRule) => ({ key: keys++, rule })

const draftOf = (policy: KeptPolicy): Draft => ({
  rules: policy.rules.map(keyed),
  own: policy.ownText !== null,
  ownText: policy.ownText ?? '',
  ownUrl: policy.ownUrl ?? '',
})

function Policy({ kept }: { kept: KeptPolicy }) {
  const say = useSay()
  const { change, rehearse } = useRequestPolicy()
  // What the draft began from; `kept` is what is saved now.
  const [known, setKnown] = useState(kept)
  const [draft, setDraft] = useState<Draft>(() => draftOf(kept))
  const [changed, setChanged] = useState(false)
  const edit = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setChanged(true)
  }
  const rules = draft.rules.map(one => one.rule)
  const mine = {
    rules,
    ownText: draft.own ? draft.ownText : null,
    ownUrl: draft.own && draft.ownUrl ? draft.ownUrl : null,
  }
  const save = (version = known.version) =>
    change.mutate(
      { ...mine, version },
      {
        onSuccess: saved => {
          setKnown(saved)
          setChanged(false)
          toast(say('requests.saved'))
        },
      },
    )
  // One's own is heard of before the draft goes on from it.
  const own = change.data?.version ?? 0
  const meanwhile = kept.version > Math.max(known.version, own) && !change.isPending
  const takeTheirs = () => {
    setKnown(kept)
    setDraft(draftOf(kept))
    setChanged(false)
    change.reset()
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="lg">
        <Stack gap="sm" component="section">
          <Title order={2} size="h4">
            {say('requests.rules.title')}
          </Title>
          {kept.resting && kept.saved && (
            <Alert color="orange" role="status">
              {say('requests.rules.resting', { name: kept.saved.by.name })}
            </Alert>
          )}
          {rules.length === 0 && (
            <Text size="sm" c="dimmed">
              {say('requests.rules.none')}
            </Text>
          )}
          {draft.rules.map(({ key, rule }, at) => (
            <RuleForm
              key={key}
              rule={rule}
              place={at + 1}
              isLast={at === rules.length - 1}
              onChange={next => edit({ rules: draft.rules.map(one => (one.key === key ? { key, rule: next } : one)) })}
              onMove={by => edit({ rules: moved(draft.rules, at, by) })}
              onRemove={() => edit({ rules: draft.rules.filter(one => one.key !== key) })}
            />
          ))}
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconPlus size={16} />}
              onClick={() => edit({ rules: [...draft.rules, keyed(newRule)] })}
            >
              {say('requests.rules.add')}
            </Button>
            {rules.length > 0 && (
              <Button variant="default" loading={rehearse.isPending} onClick={() => rehearse.mutate(rules)}>
                {say('requests.rehearse')}
              </Button>
            )}
          </Group>
          {rehearse.isError && <Refused error={rehearse.error} />}
          {rehearse.data && <RehearsalTable rehearsal={rehearse.data} />}
        </Stack>
        <OwnPlace draft={draft} onChange={edit} />
        {change.isError && !meanwhile && <Refused error={change.error} />}
        {meanwhile && (
          <ChangedMeanwhile
            before={known}
            now={kept}
            mine={mine}
            refused={change.isError}
            take={takeTheirs}
            keep={() => save(kept.version)}
          />
        )}
        <Group>
          <Button type="submit" loading={change.isPending} disabled={draft.own && !draft.ownText.trim()}>
            {say('session.save')}
          </Button>
          {changed && (
            <Text size="sm" c="dimmed" role="status">
              {say('requests.unsaved')}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function moved<T>(all: readonly T[], at: number, by: 1 | -1): T[] {
  const next = [...all]
  const [one] = next.splice(at, 1)
  if (one) next.splice(at + by, 0, one)
  return next
}

function OwnPlace({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const say = useSay()
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {say('requests.own.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('requests.own.intro')}
      </Text>
      <Switch
        label={say('requests.own.on')}
        checked={draft.own}
        onChange={event => onChange({ own: event.currentTarget.checked })}
      />
      {draft.own && (
        <>
          <Textarea
            label={say('requests.own.text')}
            required
            value={draft.ownText}
            onChange={event => onChange({ ownText: event.currentTarget.value })}
            maxLength={500}
            autosize
            minRows={2}
          />
          <TextInput
            label={say('requests.own.url')}
            type="url"
            value={draft.ownUrl}
            onChange={event => onChange({ ownUrl: event.currentTarget.value })}
            maxLength={2_000}
          />
        </>
      )}
    </Stack>
  )
}
