import Type from 'typebox'
import { basic, type Calls, exact, standard, text } from '../calls.ts'

const calls: Calls = {
  known: [
    { method: 'GET', path: /^\/v2\/users\/me$/ },
    { method: 'GET', path: /^\/v2\/(?:meetings|webinars)\/\d{9,11}$/ },
    {
      method: 'POST',
      path: /^\/v2\/users\/me\/meetings$/,
      json: exact({
        topic: text(200),
        type: Type.Enum([1, 2]),
        start_time: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00$' })),
        duration: Type.Optional(Type.Integer({ minimum: 1 })),
        settings: exact({ join_before_host: Type.Boolean(), waiting_room: Type.Boolean() }),
      }),
    },
    { method: 'PUT', path: /^\/v2\/meetings\/\d{9,11}\/status$/, json: exact({ action: Type.Literal('end') }) },
  ],
  tokens: [
    {
      does: 'exchange',
      url: /^https:\/\/(?:zoom\.us|zoomgov\.com)\/oauth\/token$/,
      proof: basic,
      form: exact({ ...standard.code, ...standard.verifier }),
    },
    {
      does: 'refresh',
      url: /^https:\/\/(?:zoom\.us|zoomgov\.com)\/oauth\/token$/,
      proof: basic,
      form: exact(standard.refresh),
    },
    {
      does: 'revoke',
      url: /^https:\/\/(?:zoom\.us|zoomgov\.com)\/oauth\/revoke$/,
      proof: basic,
      form: exact(standard.token),
    },
  ],
  published: [
    { file: 'meeting-get', link: 'https://zoom.us/j/91538056781', sees: 'Zoom Meeting Topic' },
    { file: 'meetings-meetingId_GET', link: 'https://zoom.us/j/97763643886', sees: 'My Meeting' },
    { file: 'error-meeting_not_exist', link: 'https://zoom.us/j/97763643886', sees: { state: 'not_yours' } },
  ],
}

export default calls
