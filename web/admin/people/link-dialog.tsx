import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import type { HandedLink } from '../../../contract/api/people.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../ui/words.tsx'

/** The link is shown here and never again. */
export function LinkDialog({ handed, onClose }: { handed: HandedLink; onClose: () => void }) {
  const { say, language } = useWords()
  const { person, link, mailed, endsAt } = handed
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(endsAt))
  return (
    <Dialog title={say('people.link.title', { name: person.name })} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">{say('people.link.body', { name: person.name, when })}</Text>
        {mailed && <Text size="sm">{say('people.link.mailed')}</Text>}
        <TextInput
          aria-label={say('people.link.label')}
          readOnly
          value={link}
          onFocus={event => event.currentTarget.select()}
        />
        <Group justify="flex-end">
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button onClick={copy}>{say(copied ? 'people.link.copied' : 'people.link.copy')}</Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
