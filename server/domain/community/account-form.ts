/** What programs say of an account: absent is unchanged, null is nothing any more. */
export interface AccountForm {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly externalId?: string | null | undefined
  readonly title?: string | null | undefined
  readonly department?: string | null | undefined
  readonly organization?: string | null | undefined
  readonly division?: string | null | undefined
  readonly costCenter?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly address?: string | null | undefined
  readonly about?: string | null | undefined
  readonly workLocale?: string | null | undefined
  readonly timeZone?: string | null | undefined
  readonly managerId?: string | null | undefined
  readonly authMethod?: 'password' | 'sso' | undefined
  readonly isFrontline?: boolean | undefined
  readonly hasFrontlineAccess?: boolean | undefined
  readonly active?: boolean | undefined
  readonly invited?: boolean | undefined
  /** They are to claim the seat again. */
  readonly unclaim?: boolean | undefined
  /** What only a directory keeps, each by its own name. */
  readonly directory?: Readonly<Record<string, unknown>> | undefined
}
