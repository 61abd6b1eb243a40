import type { Action } from '../connector.ts'
import { linkTo, picker } from './picker.ts'
import type { DropboxSettings } from './site.ts'

/** An address of one's own account opens nothing for others: this makes one that does. */
export const makeLink: Action<DropboxSettings> = {
  id: 'make_link',
  on: 'card',
  async form() {
    const options = picker.sharing.map(value => ({ value, label: `sharing.${value}` }))
    return [{ name: 'sharing', kind: 'select', label: 'action.make_link.field.sharing', required: true, options }]
  },
  async run(client, values, { reference }) {
    const audience = { invited: 'no_one', team: 'team', anyone: 'public' }[String(values.sharing)] ?? 'no_one'
    return { link: await linkTo(client, reference?.ids.path ?? '', audience), values: {} }
  },
}
