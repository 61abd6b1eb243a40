import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { FormValues } from '../../../contract/form.ts'
import { checkSettings } from './check-settings.ts'
import { type Credentials, partSettings } from './credentials.ts'

export interface NewSettings {
  readonly settings: FormValues
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/** What was filled in, checked, over what is kept sealed: a secret that is left empty stays what it was. */
export function filledIn(
  listed: Listed,
  language: Language,
  kept: Credentials,
  given: NewSettings,
): { open: Record<string, unknown>; credentials: Credentials } {
  const said = Object.entries(given.settings).filter(([, value]) => value !== '')
  const { open, secret } = partSettings(
    listed,
    checkSettings(listed, language, { ...(kept.settings as FormValues | undefined), ...Object.fromEntries(said) }),
  )
  const [clientId, clientSecret] = [given.clientId?.trim(), given.clientSecret?.trim()]
  return {
    open,
    credentials: { ...kept, settings: secret, ...(clientId && { clientId }), ...(clientSecret && { clientSecret }) },
  }
}
