import { createContext, useContext } from 'react'

export interface EndedPart {
  readonly kind: 'permission' | 'group' | 'everyone'
  readonly id: string
  readonly name: string
}

/** A change that somebody is about to make, to these integrations; what it lacks the dialog asks for. */
export interface AskedChange {
  readonly keys: readonly string[]
  readonly kind: 'trim' | 'take' | 'groups' | 'end' | 'disable' | 'enable'
  /** What ends, where it is not the integration as a whole: by its id, and as people call it. */
  readonly of?: EndedPart
}

interface Asked {
  explain(integrationId: string): void
  change(asked: AskedChange): void
}

export const AskedContext = createContext<Asked | undefined>(undefined)

/** Opens the dialogs of the screen, of which there is one each. */
export function useAsked(): Asked {
  const asked = useContext(AskedContext)
  if (!asked) throw new Error('it stands inside the screen of permissions and data')
  return asked
}
