/** A video too large for one body, in three phases as Graph has them: start, transfer at the offset that was answered, finish. */
import { mostPartBytes } from '../../../../contract/api/files.ts'
import { addPart } from '../../../domain/files/add-part.ts'
import { beginUpload } from '../../../domain/files/begin-upload.ts'
import { finishUpload } from '../../../domain/files/finish-upload.ts'
import { GraphError } from '../graph-error.ts'
import { asCount, asText, type Value } from '../lenient.ts'
import { type GraphCall, own, type Sent } from '../node.ts'

/** What a phase answers; nothing where the call has none and brings its video whole. `done` is the video, once it is one. */
export async function videoPhase(
  call: GraphCall,
  sent: Sent,
): Promise<{ readonly answer: unknown; readonly done?: string } | undefined> {
  const phase = asText(sent.params.upload_phase)?.toLowerCase()
  if (phase === undefined) return undefined
  const run = own(phases, phase)
  if (!run) throw new GraphError('bad_parameter', '(#100) upload_phase must be start, transfer or finish')
  return run(call, sent)
}

type Phase = (call: GraphCall, sent: Sent) => Promise<{ answer: unknown; done?: string }>

const phases: Readonly<Record<string, Phase>> = { start, transfer, finish }

async function start(call: GraphCall, { params }: Sent): Promise<{ answer: unknown }> {
  const bytes = needed(asCount(params.file_size), 'file_size')
  const { id } = await beginUpload(call.caller.bot, { name: asText(params.title) ?? 'video.mp4', bytes })
  return { answer: { video_id: id, upload_session_id: id, ...offsets(0, bytes) } }
}

async function transfer(call: GraphCall, { params, files }: Sent): Promise<{ answer: unknown }> {
  const [chunk] = files
  if (!chunk) throw new GraphError('bad_parameter', '(#100) The parameter video_file_chunk is required')
  const from = needed(asCount(params.start_offset), 'start_offset')
  const { received, bytes } = await addPart(call.caller.bot, sessionIn(params.upload_session_id), from, chunk.bytes)
  return { answer: offsets(received, bytes ?? received) }
}

async function finish(call: GraphCall, { params }: Sent): Promise<{ answer: unknown; done: string }> {
  const { id } = await finishUpload(call.caller.bot, sessionIn(params.upload_session_id), 'video')
  return { answer: { success: true }, done: id }
}

/** The next part: from here, to there at most. Nothing is left where both are the same. */
const offsets = (from: number, end: number) => ({
  start_offset: String(from),
  end_offset: String(Math.min(end, from + mostPartBytes)),
})

function needed(count: number | undefined, name: string): number {
  if (count === undefined) throw new GraphError('bad_parameter', `(#100) The parameter ${name} is required`)
  return count
}

function sessionIn(value: Value): string {
  const id = asText(value)
  if (id && /^\d{1,18}$/.test(id)) return id
  throw new GraphError('bad_parameter', '(#100) upload_session_id must be the one that the start answered')
}
