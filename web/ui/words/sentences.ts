import type { IntlMessageFormat } from 'intl-messageformat'

/** A sentence as it is, or, where something fills it, as the build parsed it (vite.config.ts). */
export type Parsed = Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>
export type Sentences = Readonly<Record<string, string | Parsed>>
