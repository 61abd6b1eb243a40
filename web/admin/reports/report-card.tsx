import { Blockquote, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { Reported } from '../../../contract/api/reports.ts'
import { useSettle } from '../../data/reports.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Markdown } from '../../ui/markdown/markdown.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** Something reported: what it says, who reported it and why, and the two ways to settle it. */
export function ReportCard({ item }: { item: Reported }) {
  const say = useSay()
  const confirm = useConfirm()
  const settle = useSettle(item.subjectId)
  const { name } = item.author
  const dismiss = () => settle.mutate('dismissed', { onSuccess: () => toast(say('moderation.dismissed')) })
  const remove = async () => {
    const sure = await confirm({
      title: say('moderation.delete.title', { name }),
      body: say('moderation.delete.body'),
      action: say('moderation.delete'),
      danger: true,
    })
    if (sure) settle.mutate('deleted', { onSuccess: () => toast(say('moderation.deleted')) })
  }
  const heading = say(`moderation.${item.kind}`, { name, group: item.groupName })
  return (
    <Stack component="li" className="card" p="md" gap="sm" aria-label={heading}>
      <Title order={2} size="h4">
        {heading}
      </Title>
      <Blockquote p="sm" m={0}>
        <Markdown text={item.text} />
      </Blockquote>
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }} aria-label={say('moderation.reports')}>
        {item.reports.map(report => (
          <li key={`${report.reporter} ${report.at}`}>
            <Text size="sm">{report.reason || say('moderation.no_reason')}</Text>
            <Text size="xs" c="dimmed">
              <Sentence of="moderation.by" values={{ name: report.reporter, when: <Time at={report.at} /> }} />
            </Text>
          </li>
        ))}
      </Stack>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" loading={settle.isPending} onClick={dismiss}>
          {say('moderation.dismiss')}
        </Button>
        <Button color="red" variant="outline" loading={settle.isPending} onClick={remove}>
          {say('moderation.delete')}
        </Button>
      </Group>
    </Stack>
  )
}
