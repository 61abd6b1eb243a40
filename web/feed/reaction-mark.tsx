import {
  type Icon,
  IconHeart,
  IconHeartHandshake,
  IconMoodLookUp,
  IconMoodSad,
  IconMoodSmileBeam,
  IconThumbUp,
} from '@tabler/icons-react'
import type { ReactionKind } from '../../contract/api/posts.ts'
import classes from './feed.module.css'

const icons: Readonly<Record<ReactionKind, Icon>> = {
  like: IconThumbUp,
  love: IconHeart,
  laugh: IconMoodSmileBeam,
  wow: IconMoodLookUp,
  sad: IconMoodSad,
  thanks: IconHeartHandshake,
}

interface MarkProps {
  readonly kind: ReactionKind
  readonly size?: number
  /** Without its colour: an offer, not yet a reaction. */
  readonly plain?: boolean
}

/** The sign of a reaction, drawn alike on every device. Its word stands beside it, or is its button's name. */
export function ReactionMark({ kind, size = 18, plain = false }: MarkProps) {
  const Drawn = icons[kind]
  return <Drawn size={size} stroke={1.9} className={plain ? undefined : classes[kind]} aria-hidden="true" />
}
