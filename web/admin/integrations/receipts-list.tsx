import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { receiptsOf } from '../../data/oversight.ts'
import { ListFaces, SkeletonLines } from '../../ui/list-faces.tsx'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'

/** Each time it was stopped: the receipt says what ended, and what its service answered. */
export function ReceiptsList({ integrationId }: { integrationId: string }) {
  const say = useSay()
  const found = useQuery(receiptsOf(integrationId))
  const none = (
    <Text size="sm" c="dimmed">
      {say('oversight.receipts.none')}
    </Text>
  )
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {say('oversight.receipts')}
      </Title>
      <ListFaces query={found} of={answer => answer.items} loading={<SkeletonLines count={1} />} empty={none}>
        {items => (
          <Stack gap={6}>
            {items.map(({ id, kind, by, at }) => (
              <Text key={id} size="sm">
                <Link to={`/admin/integrations/receipts/${id}`}>
                  <Sentence
                    of={`oversight.receipt.${kind}`}
                    values={{ name: by?.name ?? say('integrations.the_server'), when: <Time at={at} /> }}
                  />
                </Link>
              </Text>
            ))}
          </Stack>
        )}
      </ListFaces>
    </Stack>
  )
}
