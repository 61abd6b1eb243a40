import type { Action } from '../connector.ts'
import { linkTo, standingOf, ways } from './link.ts'
import type { DropboxSettings } from './site.ts'

/** An address of one's own account opens nothing for others: this makes one that does, or finds it; what is there is opened no narrower. */
export const makeLink: Action<DropboxSettings> = {
  id: 'make_link',
  on: 'card',
  async form(client, _values, { reference }) {
    const now = await standingOf(client, reference?.ids.path ?? '')
    const open = now === undefined ? ways : ways.includes(now) ? ways.slice(ways.indexOf(now)) : [now]
    return [
      {
        name: 'sharing',
        kind: 'select',
        label: 'action.make_link.field.sharing',
        required: true,
        options: open.map(value => ({ value, label: `sharing.${value}` })),
        ...(now !== undefined && { value: now, hint: 'action.make_link.hint.there' }),
      },
    ]
  },
  async run(client, values, { reference }) {
    const { url, kept } = await linkTo(client, reference?.ids.path ?? '', String(values.sharing))
    return { link: url, values: { sharing: kept ?? String(values.sharing) } }
  },
}
