import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Granted } from '../../../contract/api/integrations.ts'
import { KeepMine, Meanwhile, TakeTheirs } from '../../ui/meanwhile.tsx'
import { Time } from '../../ui/time.tsx'
import { Sentence, useSay } from '../../ui/words.tsx'
import { changesSince, type SeenStanding } from './seen-standing.ts'

interface ChangedProps {
  readonly integration: {
    readonly id: string
    readonly name: string
    readonly permissions: readonly { readonly id: string; readonly sentence: string }[]
  }
  /** Who set last what it may do. */
  readonly granted: Granted | undefined
  readonly before: SeenStanding
  readonly now: SeenStanding
  /** One's own was refused for it. */
  readonly refused: boolean
  readonly take: () => void
  /** Without: there is nothing to keep one's own for. */
  readonly keep?: (() => void) | undefined
}

/** Somebody changed the integration since it was looked at here: what is different now, and the choice between theirs and one's own. */
export function StandingChanged({ integration, granted, before, now, refused, take, keep }: ChangedProps) {
  const say = useSay()
  return (
    <Meanwhile
      title={say(refused ? 'integrations.meanwhile.refused' : 'integrations.meanwhile', { name: integration.name })}
      refused={refused}
      by={
        granted && (
          <Sentence of="integrations.meanwhile.by" values={{ name: granted.by.name, when: <Time at={granted.at} /> }} />
        )
      }
      changes={changesSince(before, now, integration.permissions, say)}
      same={say('integrations.meanwhile.same')}
    >
      {keep ? (
        <>
          <TakeTheirs label={say('integrations.meanwhile.take')} onClick={take} />
          <KeepMine label={say('integrations.meanwhile.keep')} onClick={keep} />
        </>
      ) : (
        <Button
          component={Link}
          to={`/admin/integrations/${integration.id}`}
          size="xs"
          variant="default"
          onClick={take}
        >
          {say('integrations.meanwhile.page')}
        </Button>
      )}
    </Meanwhile>
  )
}
