/** What the doctor looked at: well, worth knowing, or to be mended. */
export interface Finding {
  /** The sentence is `doctor.<id>.<verdict>`; an id with a dot is the sentence itself. */
  readonly id: string
  readonly verdict: 'well' | 'note' | 'mend'
  readonly data?: Readonly<Record<string, string | number>>
}
