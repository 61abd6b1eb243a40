/** A setting that is wrong is named as the form names it, with what is wrong in the reader's words. */
import { beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../../connectors/catalog.ts'
import { enableIntegration, getIntegration } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { publicUrl, useServer } from '../../../test/harness/server.ts'
import { openCatalog } from './catalog.ts'

const database = useDatabase()
const server = useServer(database)

async function refusal(who: CastName, id: string, settings: FormValues) {
  const { permissions } = await server.call(who, getIntegration, { params: { integrationKey: id } })
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api${enableIntegration.path.replace(':integrationKey', id)}`,
    headers: {
      origin: publicUrl.origin,
      cookie: await server.cookie(who),
      'accept-language': who === 'theo' ? 'fr' : 'en',
    },
    payload: {
      permissions: permissions.map(one => one.id),
      scope: { everyone: true },
      settings,
      clientId: 'client',
      clientSecret: 'a-client-secret',
    },
  })
  expect(answer.statusCode).toBe(400)
  return answer.json().error
}

beforeAll(async () => {
  openCatalog(await readCatalog(), { examples: true })
})

test.each([
  ['jira', { deployment: 'data_center' }, 'siteUrl', 'missing'],
  ['jira', { deployment: 'data_center', siteUrl: 'jira' }, 'siteUrl', 'malformed'],
  ['jira', { deployment: 'elsewhere' }, 'deployment', 'not_offered'],
  ['github', { hosting: 'server', secret: 'hook-secret' }, 'host', 'missing'],
  ['quip', { hosting: 'dedicated' }, 'host', 'missing'],
  ['salesforce', { login: 'own' }, 'host', 'missing'],
  ['zoom', {}, 'secretToken', 'missing'],
  ['zoom', { secretToken: 'x'.repeat(201) }, 'secretToken', 'too_long'],
  ['hello', {}, 'secret', 'missing'],
] as const)('%s with %j: %s is %s', async (id, settings, field, problem) => {
  const catalog = await readCatalog()
  for (const [who, language] of [
    ['ana', 'en'],
    ['theo', 'fr'],
  ] as const) {
    const error = await refusal(who, id, settings)
    expect(error).toMatchObject({ code: 'settings_invalid', data: { field, problem } })
    const label = catalog.get(id)?.words[language][`settings.${field}.label`] ?? 'no label'
    expect(error.message.replace(/[\u202f\u00a0]/g, ' ')).toContain(label.replace(/[\u202f\u00a0]/g, ' '))
    expect(error.message).not.toMatch(/—|\bmust\b|propert|undefined|refusals\./)
    if (language === 'fr') expect(error.message).not.toMatch(/\bis\b|\bit\b/)
  }
})
