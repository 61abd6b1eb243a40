/** Every sentence of the web in English: one chunk, read only by those who read English. */
const areas = import.meta.glob<Record<string, string>>(
  ['../../../locales/en/*.json', '!**/commands.json', '!**/mail.json', '!**/refusals.json'],
  { eager: true, import: 'default' },
)

export const words: Record<string, string> = Object.assign({}, ...Object.values(areas))
