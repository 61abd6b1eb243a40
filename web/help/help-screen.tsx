import { Stack, Text, Title } from '@mantine/core'
import { IconLifebuoy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { HelpEntry, HelpReaders } from '../../contract/api/help.ts'
import { helpArticles } from '../data/help.ts'
import { Empty, ListFaces } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { Count } from './count.tsx'
import classes from './help.module.css'

const readers: readonly HelpReaders[] = ['everyone', 'administrators', 'developers']

/** The help centre: every article with what it answers, by whom it is for. */
export function HelpScreen() {
  const say = useSay()
  const found = useQuery(helpArticles)
  return (
    <Page title={say('help.title')} intro={say('help.intro')}>
      <ListFaces
        query={found}
        of={answer => answer.items}
        empty={
          <Empty title={say('help.none')} icon={<IconLifebuoy size={36} stroke={1.4} />}>
            {say('help.none.body')}
          </Empty>
        }
      >
        {items =>
          readers.map(one => <Shelf key={one} readers={one} articles={items.filter(item => item.readers === one)} />)
        }
      </ListFaces>
    </Page>
  )
}

function Shelf({ readers, articles }: { readers: HelpReaders; articles: readonly HelpEntry[] }) {
  const say = useSay()
  if (articles.length === 0) return null
  return (
    <Stack component="section" gap="xs" aria-label={say(`help.for.${readers}`)}>
      <Title order={2} size="h4">
        {say(`help.for.${readers}`)}
      </Title>
      <ul className={classes.shelf}>
        {articles.map(article => (
          <li key={article.key} className="card">
            <Text fw={600}>
              <Link to={`/help/${article.key}`} className="quiet-link">
                {article.title}
              </Link>
            </Text>
            <ul className={classes.sections}>
              {article.sections.map(section => (
                <li key={section.key}>
                  <Link to={`/help/${article.key}`} hash={section.key}>
                    {section.title}
                  </Link>
                </li>
              ))}
            </ul>
            <Count count={article.count} />
          </li>
        ))}
      </ul>
    </Stack>
  )
}
