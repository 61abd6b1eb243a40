import type { KeptPolicy, RequestPolicy, RequestRule } from '../../../contract/api/requests.ts'
import { KeepMine, Meanwhile, TakeTheirs } from '../../ui/meanwhile.tsx'
import { Time } from '../../ui/time.tsx'
import { type Say, Sentence, useSay } from '../../ui/words.tsx'

interface MeanwhileProps {
  /** What was open when the writing began, and what is saved now. */
  readonly before: RequestPolicy
  readonly now: KeptPolicy
  readonly mine: RequestPolicy
  /** One's own was refused for it. */
  readonly refused: boolean
  readonly take: () => void
  readonly keep: () => void
}

/** Somebody else saved meanwhile: what they changed, and the choice between theirs and one's own. */
export function ChangedMeanwhile({ before, now, mine, refused, take, keep }: MeanwhileProps) {
  const say = useSay()
  return (
    <Meanwhile
      title={say(refused ? 'requests.meanwhile.refused' : 'requests.meanwhile')}
      refused={refused}
      by={
        now.saved && (
          <Sentence of="requests.meanwhile.by" values={{ name: now.saved.by.name, when: <Time at={now.saved.at} /> }} />
        )
      }
      changes={changesOf(before, now, say)}
      same={say('requests.meanwhile.same')}
    >
      <TakeTheirs label={say('requests.meanwhile.take')} onClick={take} />
      {!isSame(mine, now) && <KeepMine label={say('requests.meanwhile.keep')} onClick={keep} />}
    </Meanwhile>
  )
}

const signOf = (rule: RequestRule): string =>
  JSON.stringify([rule.permissions, rule.trust, rule.categories, rule.outcome, rule.reason])
const isSame = (one: RequestPolicy, other: RequestPolicy): boolean =>
  one.rules.map(signOf).join() === other.rules.map(signOf).join() &&
  one.ownText === other.ownText &&
  one.ownUrl === other.ownUrl

/** Rules that came and went, in words; another order; another text in place of the form. */
function changesOf(before: RequestPolicy, now: RequestPolicy, say: Say): string[] {
  const [had, has] = [before.rules.map(signOf), now.rules.map(signOf)]
  const come = now.rules.filter(rule => !had.includes(signOf(rule)))
  const gone = before.rules.filter(rule => !has.includes(signOf(rule)))
  const moved = come.length + gone.length === 0 && had.join() !== has.join()
  return [
    ...come.map(rule => say('requests.meanwhile.rule.come', { rule: inWords(rule, say) })),
    ...gone.map(rule => say('requests.meanwhile.rule.gone', { rule: inWords(rule, say) })),
    ...(moved ? [say('requests.meanwhile.order')] : []),
    ...(before.ownText !== now.ownText || before.ownUrl !== now.ownUrl
      ? [
          now.ownText === null
            ? say('requests.meanwhile.own.gone')
            : say('requests.meanwhile.own', { text: now.ownText }),
        ]
      : []),
  ]
}

function inWords({ permissions, trust, categories, outcome }: RequestRule, say: Say): string {
  const looks = [
    permissions &&
      `${say(`requests.rule.permissions.${permissions.match}`)} (${permissions.ids.map(id => say(`oversight.permission.${id}`)).join(', ')})`,
    trust && say(`requests.rule.trust.${trust}`),
    categories?.map(one => say(`integrations.category.${one}`)).join(', '),
  ].filter(Boolean)
  return `${looks.join(', ') || say('requests.rule.permissions.all')} → ${say(`requests.rule.outcome.${outcome}`)}`
}
