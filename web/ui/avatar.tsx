import { Avatar } from '@mantine/core'

interface FaceProps {
  /** The name stands beside it nearly always; then the face is decoration. `labelled` says that it does not. */
  readonly member: { readonly name: string; readonly kind?: 'person' | 'bot'; readonly picture: string | null }
  readonly size?: number
  readonly labelled?: boolean
}

/** A member's picture, or their initials on a colour of their own. A bot's is square. */
export function Face({ member, size = 36, labelled = false }: FaceProps) {
  return (
    <Avatar
      src={member.picture}
      alt={labelled ? member.name : ''}
      {...(labelled ? { role: 'img', 'aria-label': member.name } : { 'aria-hidden': true })}
      size={size}
      radius={member.kind === 'bot' ? 'md' : 'xl'}
      variant="filled"
      color={member.picture ? 'gray' : colourOf(member.name)}
      styles={{ placeholder: { fontSize: size * 0.38, color: '#fff' } }}
    >
      {initialsOf(member.name)}
    </Avatar>
  )
}

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean)
  const first = [...(words[0] ?? '')][0] ?? ''
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

const palette = ['slate', 'sea', 'moss', 'sun', 'clay', 'plum', 'rose', 'night']

/** The same name has the same colour everywhere, all of them dark enough to carry white. */
function colourOf(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973
  return `var(--cover-${palette[sum % palette.length]})`
}
