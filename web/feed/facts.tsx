import { Badge } from '@mantine/core'
import type { ShownCard } from '../../contract/api/previews.ts'
import { Time } from '../ui/time.tsx'
import classes from './previews.module.css'

const colours: Readonly<Record<string, string>> = { todo: 'gray', doing: 'blue', done: 'teal', alert: 'red' }

/** What a card or a notice tells beside its sentence: label and value; a state's colour never stands alone. */
export function Facts({ facts }: { facts: ShownCard['facts'] }) {
  if (facts.length === 0) return null
  return (
    <dl className={classes.facts}>
      {facts.map(fact => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.kind === 'state' ? (
              <Badge variant="dot" color={colours[fact.tone ?? 'todo']} tt="none" size="sm">
                {fact.value}
              </Badge>
            ) : fact.kind === 'date' ? (
              <Time at={fact.value} />
            ) : (
              fact.value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
