import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSay } from './words.tsx'

interface HelpLinkProps {
  /** Article and section: `third-party-integrations#enable`. */
  readonly to: string
  /** The sentence it stands behind. */
  readonly children?: ReactNode
}

/** The way from a screen to the section of the help centre that speaks of it. */
export function HelpLink({ to, children }: HelpLinkProps) {
  const say = useSay()
  const [article = '', section = ''] = to.split('#')
  return (
    <>
      {children}{' '}
      <Link to={`/help/${article}`} hash={section}>
        {say('help.more')}
      </Link>
    </>
  )
}
