import type { Sentences } from './sentences.ts'

/** Every sentence of the web in French: one chunk, read only by those who read French. */
const areas = import.meta.glob<Sentences>(
  [
    '../../../locales/fr/*.json',
    '!**/commands.json',
    '!**/mail.json',
    '!**/refusals.json',
    '!**/integrations-said.json',
    '!**/oversight-said.json',
  ],
  { eager: true, import: 'default' },
)

export const words: Sentences = Object.assign({}, ...Object.values(areas))
