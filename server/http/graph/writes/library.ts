import type { WantedKind } from '../../../domain/files/finish-upload.ts'
import type { Audience } from '../../../domain/knowledge/audience.sql.ts'
import {
  bringFile,
  type CategoryForm,
  changeCategory,
  createCategory,
} from '../../../domain/knowledge/change-category.ts'
import { changeQuickLink, createQuickLink } from '../../../domain/knowledge/quick-links.ts'
import { broughtIn } from '../brought.ts'
import { GraphError } from '../graph-error.ts'
import { asCount, asJson, asList, asObject, asText, type Value } from '../lenient.ts'
import type { Change, GraphCall, Sent } from '../node.ts'

export const createRootCategory: Change = (call, _community, sent) => create(call, sent, undefined)
export const createSubcategory: Change = (call, parent, sent) => create(call, sent, parent)

async function create(call: GraphCall, sent: Sent, parent: string | undefined): Promise<unknown> {
  const { id } = await createCategory(call.caller.bot, formIn(sent), parent)
  call.caller.holds('manage_library')
  return { id }
}

export async function updateCategory(call: GraphCall, id: string, sent: Sent): Promise<unknown> {
  await changeCategory(call.caller.bot, id, formIn(sent))
  call.caller.holds('manage_library')
  return { success: true }
}

const bringing =
  (wanted: WantedKind): Change =>
  async (call, category, sent) => {
    const name = asText(sent.params.name)?.trim().slice(0, 250)
    const bring = () => broughtIn(call, sent, { wanted, addresses: ['url', 'file_url'] })
    const id = await bringFile(call.caller.bot, category, name || undefined, bring)
    call.caller.holds('manage_library')
    return { id }
  }
export const bringPhoto = bringing('picture')
export const bringVideo = bringing('video')
export const bringDocument = bringing(undefined)

export async function addQuickLink(call: GraphCall, _community: string, { params }: Sent): Promise<unknown> {
  const { id } = await createQuickLink(call.caller.bot, {
    title: asText(params.title) ?? '',
    link: asText(params.link) ?? '',
  })
  call.caller.holds('manage_library')
  return { id }
}

export async function updateQuickLink(call: GraphCall, id: string, { params }: Sent): Promise<unknown> {
  await changeQuickLink(call.caller.bot, id, { title: asText(params.title), link: asText(params.link) || undefined })
  call.caller.holds('manage_library')
  return { success: true }
}

function formIn({ params }: Sent): CategoryForm {
  const blocks = params.json_content === undefined ? undefined : blocksIn(params.json_content)
  return {
    title: asText(params.title),
    content: asText(params.content) ?? (blocks && wordsIn(blocks)),
    jsonContent: blocks,
    status: oneOf('status', params.status, ['PUBLISHED', 'DRAFT']),
    audience: params.read_audience === undefined ? undefined : audienceIn(params.read_audience),
    icon: oneOf('icon', params.icon, icons),
    color: oneOf('color', params.color, colors),
    orderIndex: asCount(params.order_index),
  }
}

const longest = 500_000

/** Kept as they were said; only that they are a list, and no endless one, is asked. */
function blocksIn(value: Value): unknown[] {
  const blocks = asJson(value)
  if (!Array.isArray(blocks) || JSON.stringify(blocks).length > longest)
    throw new GraphError('bad_parameter', '(#100) Param json_content must be a list of blocks')
  return blocks
}

/** The text in blocks, a line a block: what `content` says where only blocks were given. */
const wordsIn = (blocks: readonly unknown[]): string =>
  blocks
    .map(block => textIn(block).trim())
    .filter(Boolean)
    .join('\n')

function textIn(part: unknown, depth = 0): string {
  if (depth > 40 || typeof part !== 'object' || part === null) return ''
  const { text, children } = part as { text?: unknown; children?: unknown }
  const inside = Array.isArray(children) ? children.map(child => textIn(child, depth + 1)).join(' ') : ''
  return `${typeof text === 'string' ? text : ''}${inside}`
}

function audienceIn(value: Value): Audience {
  const said = asObject(value)
  const type = asText(said?.audience_type)?.trim().toUpperCase()
  if (!said || !type || !/^[A-Z_]{1,40}$/.test(type))
    throw new GraphError('bad_parameter', '(#100) Param read_audience must be an object with audience_type')
  const ids = (list: Value): string[] | undefined =>
    list === undefined ? undefined : asList(list).map(id => asText(asObject(id)?.id ?? id) ?? '')
  const [groups, users] = [ids(said.groups), ids(said.static_users)]
  if ([...(groups ?? []), ...(users ?? [])].some(id => !/^\d{1,18}$/.test(id)))
    throw new GraphError('bad_parameter', '(#100) Param read_audience names something that is no id')
  const conditions = asJson(said.profile_set_conditions)
  return {
    audience_type: type,
    ...(groups && { groups }),
    ...(users && { static_users: users }),
    ...(Array.isArray(conditions) && { profile_set_conditions: conditions }),
  }
}

function oneOf<const T extends string>(name: string, value: Value, offered: readonly T[]): T | undefined {
  const said = asText(value)?.trim()
  if (!said) return undefined
  const found = offered.find(one => one === said.toUpperCase())
  if (!found) throw new GraphError('bad_parameter', `(#100) Param ${name} must be one of {${offered.join(', ')}}`)
  return found
}

const icons = [
  ...[
    'AIRPLANE',
    'PROFILE_CIRCLE',
    'SCALE',
    'HEART',
    'BUILDING_CITY',
    'PRIVACY',
    'RIBBON',
    'DIAGNOSED',
    'BACKPACK',
    'COIN_STACK',
  ],
  ...[
    'BADGE',
    'READING_GLASSES',
    'RUNNING',
    'MENTORSHIP',
    'DOCUMENTS',
    'PIN_LOCAL_BUSINESS',
    'TROPHY',
    'STAR',
    'FOUNDED',
  ],
  ...[
    'QUESTION_CIRCLE',
    'FLASH_DEFAULT',
    'COMPASS',
    'BADGE_CHECKMARK',
    'ROCKET',
    'ARMCHAIR',
    'HEALTH',
    'VOLUNTEER',
    'TOOTH',
  ],
  ...['FAMILY', 'MORTAR_BOARD'],
]

const hues = ['GRAY', 'CYAN', 'TEAL', 'YELLOW', 'ORANGE', 'ORANGE_RED', 'RED', 'PINK', 'PURPLE']
const colors = [...hues.flatMap(hue => [`LIGHT_${hue}`, hue, `DARK_${hue}`]), 'GREEN']
