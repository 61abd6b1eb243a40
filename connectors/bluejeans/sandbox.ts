import type { Sandbox } from '../sandbox.ts'

/** Nobody is there any more: only the links are left, and a page that says so. */
const sandbox: Sandbox = {
  people: [],
  links: desk => [
    { url: `${desk.address('site')}/123456789`, about: 'A meeting of long ago.' },
    { url: `${desk.address('site')}/s/AbCdE`, about: 'A recording of long ago.' },
    { url: `${desk.address('site')}/a2m/live-event/abcdefgh`, about: 'A live event of long ago.' },
  ],
  answer: () => ({ status: 410, html: '<h1>BlueJeans has ended</h1>' }),
  events: [],
  deliver() {
    throw new Error('no event comes from a service that has ended')
  },
}

export default sandbox
