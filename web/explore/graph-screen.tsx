import { Anchor, Badge, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { GraphDescription } from '../../contract/api/graph.ts'
import { graphDescription } from '../data/graph.ts'
import { ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { GraphTry } from './graph-try.tsx'

/** Explore → Graph API: what a program can ask, and a place to try it, for whoever writes one. */
export function GraphScreen() {
  const say = useSay()
  const described = useQuery(graphDescription())
  return (
    <Page
      title={say('graph.title')}
      intro={say('graph.intro')}
      width="wide"
      actions={
        <Anchor href="/api/graph/openapi.json" download="graph.openapi.json">
          {say('graph.description')}
        </Anchor>
      }
    >
      <GraphTry />
      <Title order={2}>{say('graph.kinds')}</Title>
      <ListFaces
        query={described}
        of={answer => answer['x-kinds']}
        loading={<SkeletonLines count={3} height={140} />}
        empty={null}
      >
        {kinds => (
          <Stack gap="md">
            {kinds.map(kind => (
              <Kind key={kind.kind} kind={kind} />
            ))}
          </Stack>
        )}
      </ListFaces>
    </Page>
  )
}

type KindOf = GraphDescription['x-kinds'][number]

/** Names are those that programs write: they are the same in every language. */
function Kind({ kind }: { kind: KindOf }) {
  const say = useSay()
  return (
    <article className="card" style={{ padding: 'var(--mantine-spacing-md)' }}>
      <Stack gap="xs">
        <Title order={3}>{kind.kind}</Title>
        <Text size="sm">
          <b>{say('graph.fields')}</b> {kind.fields.join(', ')}
        </Text>
        <Table.ScrollContainer minWidth={320}>
          <Table aria-label={`${kind.kind}: ${say('graph.edges')}`} verticalSpacing={4}>
            <Table.Tbody>
              {kind.edges.map(edge => (
                <EdgeRow key={edge.name} edge={edge} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </article>
  )
}

function EdgeRow({ edge }: { edge: KindOf['edges'][number] }) {
  const say = useSay()
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <code>/{edge.name}</code>
      </Table.Th>
      <Table.Td>
        <Group gap={4}>
          {edge.verbs.map(verb => (
            <Badge key={verb} variant="light" color={verb === 'reads' ? 'gray' : 'blue'} tt="none">
              {say(`graph.${verb}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        {edge.needs.length > 0 && (
          <Text size="sm" c="dimmed">
            {say('graph.needs', { permissions: edge.needs.join(' / ') })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
