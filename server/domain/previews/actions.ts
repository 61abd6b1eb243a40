import type { Listed } from '../../../connectors/catalog.ts'
import type { Action, ActionSubject } from '../../../connectors/connector.ts'
import type { PostAction } from '../../../contract/api/linking.ts'
import type { FormField, FormValues } from '../../../contract/form.ts'
import { postPage } from '../../platform/addresses.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { findListed, getListed, hasSentence, sayOf } from '../integrations/catalog.ts'
import { type InstallationRow, installationOf, installationsOf } from '../integrations/installations.sql.ts'
import { accountOf } from '../linking/accounts.sql.ts'
import { createComment } from '../posts/create-comment.ts'
import { readablePost } from '../posts/read-posts.ts'
import { actOnce } from './act-once.ts'
import { type ActionPlace, placeOf } from './action-place.ts'
import { asViewer } from './as-viewer.ts'
import { claimOf } from './claim.ts'
import { demandActing } from './demand-acting.ts'
import { forgetAddress } from './kept-previews.ts'
import { learn } from './known-things.ts'
import { rememberChoices, withLastChoices } from './last-choices.ts'
import { reachesGroup } from './reach.sql.ts'

/** What can be done with this post at the services that reach its group. */
export async function listPostActions(actor: Person, postId: string): Promise<PostAction[]> {
  const post = await readablePost(actor, postId)
  if (post.notice_event) return []
  const found: PostAction[] = []
  for (const row of await installationsOf(actor.communityId)) {
    const listed = findListed(row.integration_id)
    const actions = (listed?.connector.actions ?? []).filter(action => action.on === 'post')
    if (
      !listed ||
      actions.length === 0 ||
      !(await reachesGroup(actor.communityId, row.id, post.group_id, 'act_for_members'))
    )
      continue
    const account = await accountOf(actor.communityId, row.id, actor.memberId)
    found.push(
      ...actions.map(action => ({
        integrationId: row.integration_id,
        actionId: action.id,
        name: sayOf(listed, actor.language, 'name'),
        icon: `/api/integrations/${row.integration_id}/icon.svg`,
        label: sayOf(listed, actor.language, `action.${action.id}.label`),
        accountNeeded: listed.connector.oauth !== undefined && account?.state !== 'working',
      })),
    )
  }
  return found
}

interface Asked {
  /** A post; or the comment on whose card it is done. */
  readonly postId: string
  readonly integrationId: string
  readonly actionId: string
  readonly values: FormValues
  readonly linkKey?: string | undefined
}

/** The form, for what is filled in so far; its labels are the connector's words, or the service's own. */
export async function openAction(actor: Person, asked: Asked): Promise<ShownForm> {
  return showForm(actor, await prepare(actor, asked), asked.values)
}

export interface ShownForm {
  title: string
  submit: string
  fields: FormField[]
}

export async function showForm(
  actor: Person,
  { listed, action, row, subject }: Prepared,
  values: FormValues,
): Promise<ShownForm> {
  const filled = await withLastChoices(actor, { row, action }, values)
  const fields = await asViewer(actor, listed, row, client => action.form(client, filled, subject))
  const word = (key: string | undefined): string | undefined =>
    key && hasSentence(listed, key) ? sayOf(listed, actor.language, key) : key
  return {
    title: sayOf(listed, actor.language, `action.${action.id}.title`),
    submit: sayOf(listed, actor.language, `action.${action.id}.submit`),
    fields: fields.map(field => ({
      ...field,
      label: word(field.label) ?? '',
      ...(field.hint && { hint: word(field.hint) ?? '' }),
      ...(field.options && {
        options: field.options.map(option => ({ ...option, label: word(option.label) ?? option.label })),
      }),
    })),
  }
}

/** What an action needs to run: whose it is, and what it starts from. */
export interface Prepared {
  readonly listed: Listed
  readonly action: Action<never>
  readonly row: InstallationRow
  readonly subject: ActionSubject
}

/** What came of an action at the service. */
export type Made = Awaited<ReturnType<Action<never>['run']>>
type PreparedHere = Prepared & { place: ActionPlace; url: string | undefined }

/** Does it as the viewer, with the viewer's account. What was made is said in a comment, so that the others know; a card acted on is asked for anew. */
export async function runAction(actor: Person, asked: Asked & { idempotencyKey: string }) {
  const prepared = await prepare(actor, asked)
  const { listed, action, row, subject } = prepared
  return actOnce(actor, sayOf(listed, actor.language, 'name'), {
    key: asked.idempotencyKey,
    asked: ['post', asked.postId, asked.linkKey, asked.integrationId, asked.actionId],
    values: asked.values,
    run: () => asViewer(actor, listed, row, client => action.run(client, asked.values, subject, asked.idempotencyKey)),
    async tell(made) {
      await rememberChoices(actor, prepared, asked.values)
      return tell(actor, prepared, made, asked.idempotencyKey)
    },
  })
}

async function tell(actor: Person, { listed, action, row, place, url }: PreparedHere, made: Made, key: string) {
  if (url) await forgetAddress(actor.communityId, row.id, url)
  if (made.known) {
    const { item, values } = made.known
    await learn({ communityId: actor.communityId, installationId: row.id, groupId: place.groupId, item }, values)
  }
  const sentence = sayOf(listed, actor.language, `action.${action.id}.done`, made.values)
  const comment = made.link
    ? await createComment(actor, {
        postId: place.postId,
        parentId: place.parentId,
        text: `${sentence} ${made.link}`,
        idempotencyKey: `action:${key}`,
      })
    : undefined
  return { sentence, link: made.link ?? null, commentId: comment?.id ?? null }
}

async function prepare(actor: Person, asked: Asked): Promise<PreparedHere> {
  const place = await placeOf(actor, asked.postId)
  const listed = getListed(asked.integrationId)
  const on = asked.linkKey === undefined ? 'post' : 'card'
  const action = listed.connector.actions?.find(one => one.id === asked.actionId && one.on === on)
  if (!action) throw new Refusal('not_found')
  const installed = await installationOf(actor.communityId, asked.integrationId)
  const row = await demandActing(actor, listed, installed, place.groupId)
  const subject = { url: postPage(place.postId), text: place.text, author: place.author }
  if (asked.linkKey === undefined) return { listed, action, row, subject, place, url: undefined }
  const { url, reference } = await cardAt(actor, place, asked.linkKey, row)
  return { listed, action, row, subject: { ...subject, reference }, place, url }
}

/** The thing on the card at this place; a card that its sender took away is none. */
async function cardAt(actor: Person, { links }: ActionPlace, linkKey: string, row: InstallationRow) {
  const link = /^\d{1,3}$/.test(linkKey) ? links[Number(linkKey)] : undefined
  const claim = link && !link.hidden ? await claimOf(actor.communityId, link.url) : undefined
  if (!link || claim?.row.id !== row.id) throw new Refusal('not_found')
  return { url: link.url, reference: claim.reference }
}
