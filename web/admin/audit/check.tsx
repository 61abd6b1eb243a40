import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import type { AuditCheck } from '../../../contract/api/audit.ts'
import { useAuditCheck } from '../../data/activity.ts'
import { useSay } from '../../ui/words.tsx'

/** Goes through the chain, and says whether it is whole. */
export function CheckButton() {
  const say = useSay()
  const check = useAuditCheck()
  return (
    <Stack gap="sm" align="flex-start">
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
        {say('audit.check')}
      </Button>
      {check.data && <Checked found={check.data} />}
    </Stack>
  )
}

function Checked({ found }: { found: AuditCheck }) {
  const say = useSay()
  const { fault, head } = found
  if (fault)
    return (
      <Alert color="red" role="alert" w="100%" title={say('audit.check.broken')}>
        {say('audit.check.broken.body', {
          fault: say(`audit.fault.${fault.kind}`),
          n: fault.n ?? 0,
          entry: fault.entryId ?? '—',
        })}
      </Alert>
    )
  return (
    <Alert color="teal" role="status" w="100%" title={say('audit.check.whole')}>
      <Stack gap="xs">
        <Text size="sm">{say('audit.check.whole.body', { entries: found.entries, ms: found.ms })}</Text>
        {head && (
          <Group gap="xs">
            <Text size="sm">{say('audit.check.seal')}</Text>
            <Code style={{ wordBreak: 'break-all' }}>{head}</Code>
            <CopyButton value={head}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {say(copied ? 'audit.check.copied' : 'audit.check.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
