import { Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { HelpArticle, HelpSection } from '../../contract/api/help.ts'
import { helpArticle } from '../data/help.ts'
import { useAddressPart } from '../ui/address.ts'
import { Markdown } from '../ui/markdown/markdown.tsx'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { useSay } from '../ui/words.tsx'
import { Count } from './count.tsx'
import classes from './help.module.css'
import { WasHelpful } from './was-helpful.tsx'

/** One article. Its sections have addresses of their own, to which other screens lead. */
export function HelpArticleScreen() {
  const found = useQuery(helpArticle(useAddressPart('articleKey')))
  if (found.isError && !found.data) return <ScreenRefused error={found.error} again={() => found.refetch()} />
  if (!found.data) return <Skeleton maw={680} mx="auto" height={320} radius="lg" />
  return <Article key={found.data.key} article={found.data} />
}

function Article({ article }: { article: HelpArticle }) {
  const say = useSay()
  // The router looked for the place before the text was there.
  useEffect(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView(), [])
  return (
    <Page title={article.title} intro={<Link to="/help">{say('help.title')}</Link>}>
      {article.intro && <Markdown text={article.intro} full />}
      {article.sections.length > 1 && (
        <nav aria-label={say('help.contents')} className={`card ${classes.contents}`}>
          <ul>
            {article.sections.map(section => (
              <li key={section.key}>
                <a href={`#${section.key}`}>{section.title}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {article.sections.map(section => (
        <Section key={section.key} article={article} section={section} />
      ))}
    </Page>
  )
}

function Section({ article, section }: { article: HelpArticle; section: HelpSection }) {
  return (
    <Stack component="section" gap="xs" className={classes.section} id={section.key}>
      {section.title && (
        <Title order={2} size="h3">
          {section.title}
        </Title>
      )}
      <Markdown text={section.text} full />
      <WasHelpful article={article} section={section} />
      <Count count={section.count} />
    </Stack>
  )
}
