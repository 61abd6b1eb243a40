/**
 * Hello: the smallest true connector, to read and to copy (`npm run new:connector -- name`). It shows what a link to a greeting says, posts a notice
 * when somebody waves, and waves back. It needs no sign-in; how one looks is seen in any other folder.
 */
import Type from 'typebox'
import type { Connector } from '../connector.ts'
import { waveBack } from './actions.ts'
import { deliveryKey, kinds, read, verify } from './events.ts'
import { preview, recognise } from './links.ts'

const settings = Type.Object({
  secret: Type.String({ minLength: 1, maxLength: 200, secret: true }),
})

const hello: Connector<typeof settings> = {
  id: 'hello',
  listing: {
    category: 'examples',
    publisher: 'Passerelle',
    website: 'https://hello.example',
    support: 'https://hello.example/help',
    privacyUrl: 'https://hello.example/privacy',
    abilities: ['preview', 'notices', 'wave'],
    example: true,
  },
  permissions: [
    { id: 'preview_links', required: true },
    { id: 'post_notices', required: false },
    { id: 'act_for_members', required: false },
  ],
  leaves: [{ id: 'links', address: 'site' }],
  settings,
  addresses: () => ({ site: 'https://hello.example' }),
  links: { kinds: ['greeting'], recognise, preview },
  events: { kinds, filters: ['name'], byHand: true, answerWithin: 10_000, verify, deliveryKey, read },
  actions: [waveBack],
}

export default hello
