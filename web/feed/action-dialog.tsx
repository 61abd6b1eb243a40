import { Alert, Anchor, Button, Group, Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostAction } from '../../contract/api/linking.ts'
import type { FormField, FormValues } from '../../contract/form.ts'
import { type ActionPlace, readActionForm, useRunAction } from '../data/linking.ts'
import { newKey } from '../data/new-key.ts'
import { Dialog } from '../ui/dialog.tsx'
import { FormFromFields, firstValues, missingFields } from '../ui/form-from-fields.tsx'
import { SkeletonLines } from '../ui/list-faces.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'

interface DialogProps {
  /** What it starts from: a post, a link of it, or a group. */
  readonly place: ActionPlace
  readonly action: Pick<PostAction, 'integrationId' | 'actionId' | 'name' | 'label'>
  readonly onClose: () => void
}

/** A form that the service describes, asked again as it is filled in; then done, once, and said here. */
export function ActionDialog({ place, action, onClose }: DialogProps) {
  const say = useSay()
  const params = { ...place, integrationKey: action.integrationId, actionKey: action.actionId }
  const [typed, setTyped] = useState<FormValues>({})
  const [asked, setAsked] = useState<FormValues>({})
  const [idempotencyKey] = useState(newKey)
  const form = useQuery({
    queryKey: ['action', params, asked],
    queryFn: () => readActionForm(params, asked),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  const run = useRunAction(params)
  const fields: FormField[] = form.data?.fields ?? []
  const values = { ...firstValues(fields), ...typed }
  const change = (next: FormValues, refreshes: boolean) => {
    setTyped(next)
    if (refreshes) setAsked(next)
  }
  const ready = !form.isFetching && missingFields(fields, values).length === 0
  return (
    <Dialog title={form.data?.title ?? action.label} onClose={onClose} size="lg">
      {run.data ? (
        <Stack gap="sm">
          <Alert role="status">
            {run.data.sentence}{' '}
            {run.data.link && (
              <Anchor href={run.data.link} target="_blank" rel="noreferrer">
                {say('previews.open_in', { source: action.name })}
              </Anchor>
            )}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={onClose}>{say('shell.close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            run.mutate({ values, idempotencyKey })
          }}
        >
          <Stack gap="sm">
            {form.isError && <Refused error={form.error} again={() => form.refetch()} />}
            {form.isPending && <SkeletonLines count={2} />}
            <FormFromFields fields={fields} values={values} onChange={change} />
            {run.isError && <Refused error={run.error} />}
            {form.data && (
              <Group justify="flex-end">
                <Button type="submit" disabled={!ready} loading={run.isPending}>
                  {form.data.submit}
                </Button>
              </Group>
            )}
          </Stack>
        </form>
      )}
    </Dialog>
  )
}
