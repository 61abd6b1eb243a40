import type { FormValues } from '../../../contract/form.ts'
import { groupPage } from '../../platform/addresses.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { getListed, hasSentence, sayOf } from '../integrations/catalog.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { createPost } from '../posts/create-post.ts'
import { actOnce } from './act-once.ts'
import { type Made, type Prepared, type ShownForm, showForm } from './actions.ts'
import { asViewer } from './as-viewer.ts'
import { begun } from './begun.ts'
import { demandActing } from './demand-acting.ts'
import { rememberChoices } from './last-choices.ts'

interface Asked {
  readonly groupId: string
  readonly integrationId: string
  readonly actionId: string
  readonly values: FormValues
}

/** The form of something that is started from a group's composer. */
export async function openGroupAction(actor: Person, asked: Asked): Promise<ShownForm> {
  return showForm(actor, await prepare(actor, asked), asked.values)
}

/** Does it as the viewer, and posts what came of it in the viewer's name. The same key twice makes one post. */
export async function runGroupAction(actor: Person, asked: Asked & { idempotencyKey: string }) {
  const prepared = await prepare(actor, asked)
  const { listed, action, row, subject } = prepared
  return actOnce(actor, sayOf(listed, actor.language, 'name'), {
    key: asked.idempotencyKey,
    asked: ['group', asked.groupId, asked.integrationId, asked.actionId],
    values: asked.values,
    run: () => asViewer(actor, listed, row, client => action.run(client, asked.values, subject, asked.idempotencyKey)),
    async tell(made) {
      await rememberChoices(actor, prepared, asked.values)
      return tell(actor, prepared, made, asked)
    },
  })
}

async function tell(
  actor: Person,
  { listed, action, row }: Prepared,
  made: Made,
  { groupId, idempotencyKey }: { groupId: string; idempotencyKey: string },
) {
  const sentence = sayOf(listed, actor.language, `action.${action.id}.done`, made.values)
  const postKey = `action.${action.id}.post`
  const words = hasSentence(listed, postKey) ? sayOf(listed, actor.language, postKey, made.values) : sentence
  const text = [words, made.link].filter(Boolean).join('\n\n')
  const post = await createPost(actor, { groupId, text, idempotencyKey: `action:${idempotencyKey}` })
  if (made.known) await begun(actor, row, groupId, made.link ?? '', made.known, post.id)
  return { sentence, postId: post.id }
}

async function prepare(actor: Person, { groupId, integrationId, actionId }: Asked): Promise<Prepared> {
  await demand(actor, 'group.post', groupId)
  const listed = getListed(integrationId)
  const action = listed.connector.actions?.find(one => one.id === actionId && one.on === 'group')
  if (!action) throw new Refusal('not_found')
  const row = await demandActing(actor, listed, await installationOf(actor.communityId, integrationId), groupId)
  return { listed, action, row, subject: { url: groupPage(groupId), text: '', author: actor.memberId } }
}
