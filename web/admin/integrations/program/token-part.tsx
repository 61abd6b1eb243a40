import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { OverlapHours } from '../../../../contract/api/custom-integrations.ts'
import type { Integration } from '../../../../contract/api/integrations.ts'
import type { AccessToken, Program } from '../../../../contract/api/program.ts'
import { useProgram, useSecrets } from '../../../data/custom-integrations.ts'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { Sentence, useSay } from '../../../ui/words.tsx'
import { OverlapDialog } from './overlap-dialog.tsx'
import { Part } from './part.tsx'
import { TokenDialog } from './token-dialog.tsx'

/** Tokens that work now, the current one first, and making another. */
export function TokenPart({ integration, program }: { integration: Integration; program: Program }) {
  const say = useSay()
  const { createToken } = useSecrets(integration.id)
  const [choosing, setChoosing] = useState(false)
  const [token, setToken] = useState<string>()
  const has = program.tokens.length > 0
  const make = (overlapHours: OverlapHours) =>
    createToken.mutate(overlapHours, {
      onSuccess: answer => {
        setChoosing(false)
        setToken(answer.token)
      },
    })
  return (
    <Part title={say('custom.token')} intro={say('custom.token.intro')}>
      {has ? (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {program.tokens.map((one, place) => (
            <TokenRow key={one.id} integration={integration} token={one} current={place === 0} />
          ))}
        </Stack>
      ) : (
        <Text size="sm">{say('custom.token.none')}</Text>
      )}
      <Group>
        <Button
          variant={has ? 'default' : 'filled'}
          loading={createToken.isPending && !choosing}
          onClick={() => (has ? setChoosing(true) : make(0))}
        >
          {say(has ? 'custom.token.reset' : 'custom.token.create')}
        </Button>
      </Group>
      {choosing && (
        <OverlapDialog
          title={say('custom.token.reset')}
          body={say('custom.token.reset.body', { name: integration.name })}
          busy={createToken.isPending}
          onChoose={make}
          onClose={() => setChoosing(false)}
        />
      )}
      {token && <TokenDialog name={integration.name} token={token} onDone={() => setToken(undefined)} />}
    </Part>
  )
}

interface RowProps {
  readonly integration: Integration
  readonly token: AccessToken
  readonly current: boolean
}

function TokenRow({ integration, token, current }: RowProps) {
  const say = useSay()
  const { endToken } = useProgram(integration.id)
  const values = { name: token.madeBy.name, when: <Time at={token.madeAt} /> }
  return (
    <Group component="li" gap="sm" className="card" p="sm" justify="space-between">
      <div>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {say(current ? 'custom.token.current' : 'custom.token.earlier')}
          </Text>
          {token.endsAt && <Tag>{say('custom.token.ends')}</Tag>}
        </Group>
        <Text size="sm" c="dimmed">
          <Sentence of="custom.token.made" values={values} />
          {token.endsAt && (
            <>
              {' · '}
              <Sentence of="custom.ends_at" values={{ when: <Time at={token.endsAt} /> }} />
            </>
          )}
        </Text>
      </div>
      {!current && (
        <Button size="xs" variant="default" loading={endToken.isPending} onClick={() => endToken.mutate(token.id)}>
          {say('custom.token.end')}
        </Button>
      )}
    </Group>
  )
}
