import type { Sandbox, SandboxAnswer, SandboxDelivery, SandboxDesk, SandboxPerson, SandboxRequest } from '../sandbox.ts'
import { sign } from '../signatures.ts'
import { at, text } from './cards.ts'
import {
  addressOf,
  bruno,
  commentJson,
  firstIssues,
  issueJson,
  labSite,
  mainSite,
  mayRead,
  maySee,
  mei,
  type PlayedIssue,
  people,
  played,
  projects,
  siteOfProject,
  types,
  userOf,
} from './sandbox-data.ts'
import { eventNames } from './sandbox-events.ts'
import { assignable, found, movesOf } from './sandbox-moves.ts'

const issuesOf = new WeakMap<SandboxDesk, PlayedIssue[]>()

function issues(desk: SandboxDesk): PlayedIssue[] {
  const known = issuesOf.get(desk) ?? firstIssues()
  issuesOf.set(desk, known)
  return known
}

const notFound: SandboxAnswer = {
  status: 404,
  json: { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} },
}
const unauthorised: SandboxAnswer = { status: 401, json: { code: 401, message: 'Unauthorized' } }

function answer(address: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer | undefined {
  if (address === 'site' && !request.path.startsWith('/rest/')) return page(request, desk)
  if (!request.person) return unauthorised
  if (request.path === '/oauth/token/accessible-resources')
    return { json: sitesOf(request.person).map(id => siteJson(id, desk)) }
  if (request.path.startsWith('/rest/webhooks/1.0/webhook')) return adminWebhook(request, desk)
  const [, site = mainSite, version, path] =
    /^(?:\/ex\/jira\/([^/]+))?\/rest\/api\/([23])(\/.*)$/.exec(request.path) ?? []
  return path && sitesOf(request.person).includes(site)
    ? restAnswer(path, version === '3', site, request, desk)
    : notFound
}

/** The sites somebody works at. */
const sitesOf = (person: SandboxPerson): string[] => (person.id === mei.id ? [mainSite, labSite] : [mainSite])

const siteJson = (id: string, desk: SandboxDesk): object => ({
  ...{ id, url: addressOf(id, desk), name: id === labSite ? 'cobalt-lab' : 'cobalt' },
  ...{ scopes: ['read:jira-work'], avatarUrl: '' },
})

function restAnswer(
  path: string,
  cloud: boolean,
  site: string,
  request: SandboxRequest,
  desk: SandboxDesk,
): SandboxAnswer {
  const { person, method } = request
  if (path === '/myself' && person) return { json: userOf(person) }
  if (path === '/webhook' || path === '/webhook/refresh') return dynamicWebhook(path, site, request, desk)
  const seen = projects.filter(project => siteOfProject(project.key) === site && maySee(person, project.key))
  const here = issues(desk).filter(issue => siteOfProject(issue.project) === site)
  if (path === '/project/search') return { json: { values: seen, isLast: true } }
  if (path === '/project') return { json: seen }
  if (path === '/user/assignable/search') return assignable(request)
  if (path === '/search/jql' || path === '/search')
    return { json: { issues: found(here, request).map(issue => issueJson(issue, desk, cloud)), isLast: true } }
  const project = /^\/project\/([^/]+)$/.exec(path)?.[1]
  if (project) return one(seen.find(found => found.key === project || found.id === project))
  if (path.startsWith('/issue/createmeta/')) return createMeta(path, seen)
  if (path === '/issue' && method === 'POST') return create(site, request, desk)
  const [, key = '', rest = ''] = /^\/issue\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const issue = here.find(found => found.key === key && maySee(person, found.project))
  return issue ? aboutIssue(issue, rest, cloud, request, desk) : notFound
}

const one = (found: object | undefined): SandboxAnswer =>
  found ? { json: { ...found, lead: userOf(bruno) } } : notFound

function aboutIssue(
  issue: PlayedIssue,
  rest: string,
  cloud: boolean,
  request: SandboxRequest,
  desk: SandboxDesk,
): SandboxAnswer {
  if (rest === '') return { json: issueJson(issue, desk, cloud) }
  const moved = movesOf(issue, rest, request)
  if (moved) return moved
  const comment = issue.comments.find(found => rest === `/comment/${found.id}`)
  if (comment && mayRead(request.person, comment)) return { json: commentJson(comment, desk, cloud) }
  if (rest === '/remotelink' && request.method === 'POST') {
    issue.remoteLinks.push({
      globalId: text(at(request.json).globalId),
      url: text(at(request.json, 'object').url, 500),
    })
    return { status: 201, json: { id: issue.remoteLinks.length, self: '' } }
  }
  return rest === '/remotelink' ? { json: issue.remoteLinks } : notFound
}

function createMeta(path: string, seen: readonly { id: string; key: string }[]): SandboxAnswer {
  const [, project, type] = /^\/issue\/createmeta\/([^/]+)\/issuetypes(?:\/([^/]+))?$/.exec(path) ?? []
  if (!seen.some(found => found.id === project || found.key === project)) return notFound
  if (!type) return { json: { issueTypes: types, values: types, total: types.length } }
  const area = {
    fieldId: 'customfield_10050',
    name: 'Area',
    required: true,
    hasDefaultValue: false,
    schema: { type: 'option', custom: 'select', customId: 10_050 },
    allowedValues: [
      { id: '201', value: 'Warehouse' },
      { id: '202', value: 'Road' },
    ],
  }
  const summary = {
    fieldId: 'summary',
    name: 'Summary',
    required: true,
    hasDefaultValue: false,
    schema: { type: 'string' },
  }
  const fields = type === '10101' ? [summary, area] : [summary]
  return { json: { fields, values: fields, total: fields.length } }
}

function create(site: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const fields = at(request.json, 'fields')
  const project = projects.find(
    found =>
      found.id === at(fields, 'project').id && siteOfProject(found.key) === site && maySee(request.person, found.key),
  )
  if (!project || !text(fields.summary))
    return { status: 400, json: { errorMessages: [], errors: { summary: 'You must specify a summary of the issue.' } } }
  const all = issues(desk)
  const key = `${project.key}-${100 + all.length}`
  all.push(played(String(100 + all.length), key, text(fields.summary), '', 'new', 'Task', request.person))
  return {
    status: 201,
    json: { id: String(99 + all.length), key, self: `${addressOf(site, desk)}/rest/api/2/issue/${key}` },
  }
}

function dynamicWebhook(path: string, site: string, request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  if (path === '/webhook/refresh')
    return { json: { expirationDate: new Date(desk.now() + 30 * 86_400_000).toISOString().replace('Z', '+0000') } }
  if (request.method === 'DELETE') {
    const ids = at(request.json).webhookIds
    for (const id of Array.isArray(ids) ? ids : []) desk.hooks.delete(`${site}/${id}`)
    return { status: 202, json: {} }
  }
  const id = 1_000 + desk.hooks.size
  // Each site numbers its own.
  desk.hooks.set(`${site}/${id}`, { url: text(at(request.json).url, 1_000) })
  return { json: { webhookRegistrationResult: [{ createdWebhookId: id }] } }
}

function adminWebhook(request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const gone = /\/(\d+)$/.exec(request.path)?.[1]
  if (request.method === 'DELETE' && gone) return desk.hooks.delete(gone) ? { status: 204 } : { status: 404 }
  const id = String(1_000 + desk.hooks.size)
  desk.hooks.set(id, { url: text(at(request.json).url, 1_000), secret: text(at(request.json).secret) })
  return { status: 201, json: { self: `${desk.address('site')}/rest/webhooks/1.0/webhook/${id}`, name: 'Passerelle' } }
}

/** A page behind every link, so that a click leads somewhere; like Jira's, it shows nothing to who is not signed in there. */
function page(request: SandboxRequest, desk: SandboxDesk): SandboxAnswer {
  const key = /\/browse\/([A-Z]+-\d+)/.exec(request.path)?.[1]
  return {
    html: `<h1>Jira, played in small</h1><p>${key ? `This is where ${key} would be.` : 'This is where a project would be.'}</p><p><a href="${desk.address('site').replace(/\/[^/]*$/, '')}/">What there is here</a></p>`,
  }
}

let count = 0

function deliver(event: string, hook: { secret?: string }, desk: SandboxDesk): SandboxDelivery {
  const key = /\b[A-Z]+-\d+/.exec(event)?.[0] ?? 'OPS-1'
  const issue = issues(desk).find(found => found.key === key)
  const make = eventNames[event]
  if (!issue || !make) throw new Error(`no event is called “${event}”`)
  const body = JSON.stringify({
    timestamp: desk.now(),
    user: userOf(bruno),
    ...make(issueJson(issue, desk, false), desk),
  })
  count++
  const headers = {
    'content-type': 'application/json',
    'x-atlassian-webhook-identifier': `${desk.now()}-${count}`,
    'x-atlassian-webhook-flow': 'Primary',
  }
  return { headers: { ...headers, ...prove(Buffer.from(body), hook, desk).headers }, body }
}

/** With a secret the body is signed; without one the app's token vouches for it. */
function prove(body: Uint8Array, hook: { secret?: string }, desk: SandboxDesk): { headers: Record<string, string> } {
  if (hook.secret) {
    const signature = sign({ algorithm: 'sha256', encoding: 'hex' }, body, hook.secret)
    return { headers: { 'x-hub-signature': `sha256=${signature}` } }
  }
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(desk.now() / 1_000)
  const claims = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: seconds, exp: seconds + 180 })}`
  const signature = sign({ algorithm: 'sha256', encoding: 'base64url' }, claims, desk.clientSecret())
  return { headers: { authorization: `Bearer ${claims}.${signature}` } }
}

const sandbox: Sandbox = {
  people,
  links: desk => [
    { url: `${desk.address('site')}/browse/OPS-1`, about: 'An issue of project OPS: Bruno sees it, Zoé does not.' },
    { url: `${desk.address('site')}/browse/OPS-1?focusedCommentId=10041`, about: 'A comment on it.' },
    { url: `${desk.address('site')}/browse/WEB-7`, about: 'An issue of project WEB: both see it.' },
    {
      url: `${desk.address('site')}/browse/WEB-7?focusedCommentId=10042`,
      about: 'A comment on it for administrators: Bruno reads it, Zoé does not.',
    },
    { url: `${desk.address('site')}/browse/OPS`, about: 'A project: Bruno sees it, Zoé does not.' },
    { url: `${desk.address('site')}/projects/OPS/boards/4`, about: 'A board, shown as its project.' },
    { url: `${addressOf(labSite, desk)}/browse/LAB-3`, about: 'An issue at a second site: Mei sees it alone.' },
  ],
  answer,
  events: Object.keys(eventNames),
  deliver,
  prove,
}

export default sandbox
