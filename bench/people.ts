import { createHmac } from 'node:crypto'
import { castPassword, people } from '../sandbox/cast.ts'

export interface Session {
  readonly cookie: string
}

export async function signIn(port: number, email: string, password: string): Promise<Session> {
  const answer = await ask(port, 'POST', '/api/session', '', { email, password })
  return { cookie: answer.cookie }
}

export async function ask(port: number, method: string, path: string, cookie: string, body?: object) {
  const origin = `http://localhost:${port}`
  const answer = await fetch(origin + path, {
    method,
    headers: { origin, 'content-type': 'application/json', ...(cookie && { cookie }) },
    ...(body && { body: JSON.stringify(body) }),
    redirect: 'manual',
  })
  if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  const text = await answer.text()
  return {
    json: text.startsWith('{') ? JSON.parse(text) : {},
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
  }
}

const clientSecret = 'a-client-secret'

/** Where a server listens, and where the services are played for it. */
export interface At {
  readonly port: number
  readonly sandbox: string
}

/** An administrator enables the played Jira for one group, with a route for everything; answers where events go, and how one is made. */
export async function enableJira({ port, sandbox }: At, member: Session) {
  const ana = await signIn(port, people.ana.email, castPassword)
  const groups = await ask(port, 'GET', '/api/groups?limit=100', member.cookie)
  const groupId: string = groups.json.items.find((group: { name: string }) => group.name === 'Operations').id
  const { json } = await ask(port, 'POST', '/api/integrations/jira/enable', ana.cookie, {
    permissions: ['preview_links', 'post_notices', 'act_for_members'],
    scope: { everyone: false, groupIds: [groupId] },
    settings: { deployment: 'cloud' },
    clientId: 'client',
    clientSecret,
  })
  await signInAtJira(json.signInUrl, ana, 'bruno')
  await ask(port, 'PUT', `/api/groups/${groupId}/integrations/jira/route`, ana.cookie, {
    ...{ events: ['issue_updated'], filter: {}, audience: 'group', gather: 'each' },
  })
  const { json: page } = await ask(port, 'GET', '/api/integrations/jira', ana.cookie)
  return { groupId, hook: page.admin.webhookUrl as string, deliver: (key: string) => delivery(key, sandbox) }
}

/** A member connects an account of their own: that of this person of the played Jira. */
export async function linkJira({ port }: At, member: Session, person: string): Promise<void> {
  const { json } = await ask(port, 'POST', '/api/linked-accounts/jira', member.cookie, { returnTo: '/' })
  await signInAtJira(json.signInUrl, member, person)
}

async function signInAtJira(signInUrl: string, { cookie }: Session, person: string): Promise<void> {
  const form = new URL(signInUrl).searchParams
  form.set('person', person)
  const back = await fetch(signInUrl, { method: 'POST', body: form, redirect: 'manual' })
  await fetch(back.headers.get('location') ?? '', { headers: { cookie }, redirect: 'manual' })
}

/** A delivery with a name of its own, vouched for by the app's token. */
function delivery(key: string, sandbox: string): { headers: Readonly<Record<string, string>>; body: string } {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(Date.now() / 1_000)
  const claims = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: seconds, exp: seconds + 180 })}`
  const signature = createHmac('sha256', clientSecret).update(claims).digest('base64url')
  const issue = {
    id: '10002',
    key: 'OPS-1',
    self: `${sandbox}/jira/site/rest/api/2/issue/10002`,
    fields: { summary: key, project: { key: 'OPS' }, issuetype: { name: 'Task' }, priority: { name: 'High' } },
  }
  const body = JSON.stringify({
    timestamp: Date.now(),
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: 'issue_generic',
    user: { accountId: 'bruno', displayName: 'Bruno Keller' },
    issue,
    changelog: { id: '1', items: [{ field: 'status', fieldtype: 'jira', fromString: 'To Do', toString: 'Done' }] },
  })
  return {
    headers: {
      'content-type': 'application/json',
      'x-atlassian-webhook-identifier': key,
      authorization: `Bearer ${claims}.${signature}`,
    },
    body,
  }
}
