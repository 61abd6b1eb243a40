import type { Sentences } from './sentences.ts'

/** Every sentence of the web in English: one chunk, read only by those who read English. */
const areas = import.meta.glob<Sentences>(
  [
    '../../../locales/en/*.json',
    '!**/commands.json',
    '!**/mail.json',
    '!**/refusals.json',
    '!**/integrations-said.json',
    '!**/oversight-said.json',
  ],
  { eager: true, import: 'default' },
)

export const words: Sentences = Object.assign({}, ...Object.values(areas))
