import type { Action, Picker } from '../../../connectors/connector.ts'
import type { ComposerOffer, PickedItem } from '../../../contract/api/attaching.ts'
import { oneLine } from '../../platform/harmless.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { groupRules } from '../access/rules.ts'
import { findListed, getListed, sayOf } from '../integrations/catalog.ts'
import { type InstallationRow, installationsOf } from '../integrations/installations.sql.ts'
import { accountOf } from '../linking/accounts.sql.ts'
import { asViewer } from './as-viewer.ts'
import { demandPicker } from './demand-picker.ts'
import { reachesGroup } from './reach.sql.ts'

/** What the composer of this group offers: services to attach from, things to start. */
export async function listComposerOffers(actor: Person, groupId: string): Promise<ComposerOffer[]> {
  // What is started is posted at once: where posts wait, only links are offered.
  const starts = groupRules['group.post'](await demand(actor, 'group.compose', groupId))
  const rows = await installationsOf(actor.communityId)
  const offers = await Promise.all(rows.map(row => offerOf(actor, groupId, row, starts)))
  return offers.filter(offer => offer !== undefined)
}

async function offerOf(
  actor: Person,
  groupId: string,
  row: InstallationRow,
  starts: boolean,
): Promise<ComposerOffer | undefined> {
  const listed = findListed(row.integration_id)
  const picker = listed?.connector.picker as Picker<never> | undefined
  const actions = ((listed?.connector.actions ?? []) as readonly Action<never>[]).filter(
    action => starts && action.on === 'group',
  )
  if (!listed || !(picker || actions.length > 0)) return undefined
  if (!(await reachesGroup(actor.communityId, row.id, groupId, 'act_for_members'))) return undefined
  const account = await accountOf(actor.communityId, row.id, actor.memberId)
  const word = (key: string): string => sayOf(listed, actor.language, key)
  return {
    integrationId: row.integration_id,
    name: word('name'),
    icon: `/api/integrations/${row.integration_id}/icon.svg`,
    accountNeeded: listed.connector.oauth !== undefined && account?.state !== 'working',
    picker: picker
      ? {
          views: [...picker.views],
          sharing: picker.sharing.map(id => ({ id, label: word(`sharing.${id}`) })),
          oneLink: picker.oneLink !== undefined,
        }
      : null,
    actions: actions.map(({ id }) => ({ id, label: word(`action.${id}.label`) })),
  }
}

interface Asked {
  readonly view: 'browse' | 'recent' | 'search'
  readonly folder?: string | undefined
  readonly text?: string | undefined
  readonly cursor?: string | undefined
}

/** One page of the reader's own things at the service. */
export async function listItems(
  actor: Person,
  groupId: string,
  integrationId: string,
  { view, folder, text, cursor }: Asked,
): Promise<{ items: PickedItem[]; next: string | null }> {
  const { row, picker } = await demandPicker(actor, groupId, integrationId)
  if (!picker.views.includes(view)) throw new Refusal('bad_input', { field: 'view', problem: 'not_offered' })
  const asked = { view, ...(folder && { folder }), ...(text && { text }), ...(cursor && { cursor }) }
  const page = await asViewer(actor, getListed(integrationId), row, client => picker.list(client, asked))
  const items = page.items.map(({ name, detail, changedAt, ...item }) => ({
    ...item,
    name: oneLine(name, 300),
    detail: detail ? oneLine(detail, 300) : null,
    changedAt: changedAt ?? null,
  }))
  return { items, next: page.cursor ?? null }
}
