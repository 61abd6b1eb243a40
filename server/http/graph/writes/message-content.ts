/** What may be sent beside words, and how much of it (workplace-graph-api.md 7.3 and 7.4). What is sent is kept as it was said. */
import { GraphError } from '../graph-error.ts'
import { asObject, asText, type Value } from '../lenient.ts'

const kinds = new Set(['image', 'audio', 'video', 'file', 'template'])
const templates = new Set(['button', 'generic', 'list', 'media', 'open_graph', 'receipt'])
const mostButtons = 3
const mostQuickReplies = 13
const longestSaid = 50_000

export function demandContent(
  attachment: Record<string, Value> | undefined,
  quickReplies: readonly Value[],
  carriesFile: boolean,
): void {
  if (JSON.stringify([attachment, quickReplies]).length > longestSaid) throw wrong('the message is too large')
  if (quickReplies.length > mostQuickReplies) throw wrong(`at most ${mostQuickReplies} quick replies`)
  for (const reply of quickReplies)
    if (!asText(asObject(reply)?.content_type)) throw wrong('a quick reply needs content_type')
  if (!attachment) return
  const kind = asText(attachment.type) ?? ''
  const payload = asObject(attachment.payload)
  if (!kinds.has(kind)) throw wrong(`attachment.type must be one of {${[...kinds].join(', ')}}`)
  if (kind === 'template') demandTemplate(payload)
  else if (!carriesFile) demandAddress(payload)
}

function demandAddress(payload: Record<string, Value> | undefined): void {
  const url = asText(payload?.url)
  if (!url || !/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw wrong('attachment.payload.url must be an http or https address')
}

function demandTemplate(payload: Record<string, Value> | undefined): void {
  const template = asText(payload?.template_type) ?? ''
  if (!templates.has(template)) throw wrong(`template_type must be one of {${[...templates].join(', ')}}`)
  demandButtons(payload?.buttons)
  const elements = Array.isArray(payload?.elements) ? payload.elements : []
  for (const element of elements) demandButtons(asObject(element)?.buttons)
  if (template === 'button' && !asText(payload?.text)) throw wrong('a button template needs text')
}

function demandButtons(buttons: Value): void {
  if (buttons === undefined) return
  if (!Array.isArray(buttons) || buttons.length > mostButtons) throw wrong(`at most ${mostButtons} buttons`)
}

const wrong = (what: string): GraphError => new GraphError('bad_parameter', `(#100) ${what}`)
