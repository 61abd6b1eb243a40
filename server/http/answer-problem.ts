import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { type RefusalAnswer, type RefusalCode, refusals } from '../../contract/refusals.ts'
import { Refusal } from '../platform/refusal.ts'
import { languageOf, say } from '../platform/words.ts'
import { badInput, inWords } from './bad-input.ts'

/** Turns refusals into their envelope and faults into a trace id; the log has the rest. */
export const answerProblem =
  (log: Logger) =>
  (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = asRefusal(error)
    const language = languageOf(request.headers['accept-language'])
    if (!refusal) log.error({ trace: request.id, err: error }, 'fault')
    const code = refusal?.code ?? 'fault'
    const answer: RefusalAnswer = {
      error: {
        code,
        message: say(
          language,
          `refusals.${code}`,
          code === 'bad_input' || code === 'settings_invalid' ? inWords(language, { ...refusal?.data }) : refusal?.data,
        ),
        data: { ...refusal?.data },
        traceId: request.id,
      },
    }
    if (code === 'database_away') reply.header('retry-after', '1')
    if (code === 'sign_in_throttled' || code === 'reset_throttled')
      reply.header('retry-after', String(refusal?.data.seconds ?? 60))
    reply
      .status(refusal ? refusals[refusal.code] : 500)
      .header('cache-control', 'no-store')
      .send(answer)
  }

const frameworkCodes: Readonly<Record<string, RefusalCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_input',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_input',
  FST_ERR_BAD_URL: 'not_found',
}

const unreadable = { field: 'body', problem: 'unreadable' }

function asRefusal(error: FastifyError | Error): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (!('code' in error)) return undefined
  if ('validation' in error && error.validation) return badInput(error)
  const code = frameworkCodes[String(error.code)]
  if (code) return new Refusal(code, code === 'bad_input' ? unreadable : {})
  return 'statusCode' in error && error.statusCode === 400 ? new Refusal('bad_input', unreadable) : undefined
}
