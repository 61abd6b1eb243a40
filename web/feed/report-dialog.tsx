import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useReport } from '../data/reports.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

/** Asks moderators to look at a post or comment; who sees what is said before it is sent. */
export function ReportDialog({ subjectId, onClose }: { subjectId: string; onClose: () => void }) {
  const say = useSay()
  const report = useReport(subjectId)
  const [reason, setReason] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    report.mutate(reason.trim(), {
      onSuccess: () => {
        toast(say('moderation.reported'))
        onClose()
      },
    })
  }
  return (
    <Dialog title={say('moderation.report.title')} onClose={onClose}>
      <Stack component="form" gap="md" onSubmit={send}>
        <Text size="sm">{say('moderation.report.body')}</Text>
        <Textarea
          label={say('moderation.report.reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={1_000}
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
        />
        {report.isError && <Refused error={report.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button type="submit" loading={report.isPending}>
            {say('moderation.report.send')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
