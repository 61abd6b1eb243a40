/** Every sentence of the web in French: one chunk, read only by those who read French. */
const areas = import.meta.glob<Record<string, string>>(
  ['../../../locales/fr/*.json', '!**/commands.json', '!**/mail.json', '!**/refusals.json'],
  { eager: true, import: 'default' },
)

export const words: Record<string, string> = Object.assign({}, ...Object.values(areas))
