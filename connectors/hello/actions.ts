import { type Action, NotPossible } from '../connector.ts'
import type { HelloSettings } from './links.ts'

/** Offered on the card; what the service answers is said in the reader's language, with these values. */
export const waveBack: Action<HelloSettings> = {
  id: 'wave_back',
  on: 'card',
  async form() {
    return [{ name: 'words', kind: 'text', label: 'action.wave_back.field.words', required: true }]
  },
  async run(client, values, { reference }, key) {
    const name = reference?.ids.name ?? ''
    const answer = await client.call({
      method: 'POST',
      address: 'site',
      path: `/api/greetings/${name}/waves`,
      // The same key twice is one wave.
      json: { words: String(values.words ?? ''), key },
    })
    if (answer.status >= 400) throw new NotPossible('gone')
    return { values: { name } }
  },
}
