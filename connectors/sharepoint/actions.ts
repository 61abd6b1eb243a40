import { type Action, NotPossible } from '../connector.ts'
import { askFor, driveItemOf } from './items.ts'
import { linkTo } from './picker.ts'
import { demandDone, type SharePointSettings } from './site.ts'

/** Who posted an address that opens for few makes one that opens for the company. */
export const companyLink: Action<SharePointSettings> = {
  id: 'company_link',
  on: 'card',
  async form() {
    return []
  },
  async run(client, _values, { reference }) {
    if (!reference) throw new NotPossible('gone')
    const answer = await askFor(reference, client)
    demandDone(answer)
    const { drive, id, name } = driveItemOf(answer.json)
    return { link: await linkTo(client, drive, id, 'organization'), values: { title: name } }
  },
}
