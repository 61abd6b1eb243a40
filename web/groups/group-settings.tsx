import { Button, Group as Row, Stack, Text, Title } from '@mantine/core'
import { useArchiveGroup, useChangeGroup } from '../data/groups.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import { GroupForm } from './group-form.tsx'
import classes from './groups.module.css'
import { useGroup } from './use-group.ts'

/** What a group's admins may change. */
export function GroupSettings() {
  const say = useSay()
  const confirm = useConfirm()
  const group = useGroup()
  const change = useChangeGroup(group.id)
  const { archive, restore } = useArchiveGroup(group.id)
  const askAndArchive = async () => {
    const sure = await confirm({
      title: say('groups.archive.title', { name: group.name }),
      body: say('groups.archive.body'),
      action: say('groups.archive'),
      danger: true,
    })
    if (!sure) return
    const undo = { label: say('shell.undo'), run: () => restore.mutate() }
    archive.mutate(undefined, { onSuccess: () => toast(say('groups.archive.done', { name: group.name }), undo) })
  }
  return (
    <Stack gap="md">
      <section className={`card ${classes.panel}`} aria-labelledby="group-settings">
        <Title order={2} id="group-settings" mb="sm">
          {say('groups.tab.settings')}
        </Title>
        <GroupForm
          key={group.id}
          first={group}
          submit={say('shell.save')}
          saving={change}
          save={values => change.mutate(values, { onSuccess: () => toast(say('shell.saved')) })}
        />
      </section>
      {!group.archived && (
        <section className={`card ${classes.panel}`} aria-labelledby="group-archive">
          <Row justify="space-between" align="flex-start" gap="sm">
            <div style={{ flex: '1 1 16rem' }}>
              <Title order={2} id="group-archive">
                {say('groups.archive')}
              </Title>
              <Text size="sm" c="dimmed">
                {say('groups.archive.body')}
              </Text>
            </div>
            <Button variant="outline" color="red" loading={archive.isPending} onClick={askAndArchive}>
              {say('groups.archive')}
            </Button>
          </Row>
        </section>
      )}
    </Stack>
  )
}
