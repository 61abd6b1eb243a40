import { Button, Group, Text } from '@mantine/core'
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import type { HelpArticle, HelpSection } from '../../contract/api/help.ts'
import { useAnswerHelp } from '../data/help.ts'
import { useSay } from '../ui/words.tsx'

const answers = [
  { helpful: true, Icon: IconThumbUp, says: 'help.yes' },
  { helpful: false, Icon: IconThumbDown, says: 'help.no' },
] as const

/** Was this helpful? One answer a section, which can be changed and taken back by pressing it again. */
export function WasHelpful({ article, section }: { article: HelpArticle; section: HelpSection }) {
  const say = useSay()
  const answer = useAnswerHelp(article.key, section.key)
  const question = say('help.question')
  return (
    <Group gap="xs" role="group" aria-label={`${question} ${section.title ?? article.title}`}>
      <Text size="sm" c="dimmed">
        {question}
      </Text>
      {answers.map(({ helpful, Icon, says }) => (
        <Button
          key={says}
          size="compact-sm"
          variant={section.helpful === helpful ? 'light' : 'default'}
          leftSection={<Icon size={14} aria-hidden="true" />}
          aria-pressed={section.helpful === helpful}
          onClick={() => answer.mutate(section.helpful === helpful ? null : helpful)}
        >
          {say(says)}
        </Button>
      ))}
      <Text size="sm" c="dimmed" role="status">
        {section.helpful !== null && say('help.thanks')}
      </Text>
    </Group>
  )
}
