import { draftSurvey, type Question, questionTypes } from '../../../domain/surveys/draft-survey.ts'
import { GraphError } from '../graph-error.ts'
import { asBoolean, asCount, asList, asObject, asText, type Value } from '../lenient.ts'
import type { GraphCall, Sent } from '../node.ts'

const mostQuestions = 10

export async function createSurvey(call: GraphCall, _community: string, { params }: Sent): Promise<unknown> {
  const mode = asText(params.creation_mode)?.trim().toUpperCase()
  if (mode !== 'DRAFT') throw wrong('Param creation_mode must be one of {DRAFT}')
  const said = params.questions === undefined ? [] : asList(params.questions)
  if (said.length > mostQuestions) throw wrong(`At most ${mostQuestions} questions may be asked`)
  const questions: Question[] = []
  for (const [n, question] of said.entries()) questions.push(questionIn(question, n, questions))
  const made = await draftSurvey(call.caller.bot, {
    title: asText(params.title) ?? '',
    isTest: asBoolean(params.is_test) ?? false,
    inviteMessage: asText(params.invite_message) ?? '',
    questions,
    scheduling: asObject(params.scheduling_config),
  })
  call.caller.holds('manage_surveys')
  return { id: made.id }
}

/** What we know is checked; everything else of a question, its dependency too, is kept as it was said. */
function questionIn(value: Value, n: number, before: readonly Question[]): Question {
  const said = asObject(value)
  const text = asText(said?.text)?.trim()
  if (!said || !text) throw wrong(`questions[${n}] needs a text`)
  const type = questionTypes.find(one => one === asText(said.question_type)?.trim().toUpperCase())
  if (!type) throw wrong(`questions[${n}].question_type must be one of {${questionTypes.join(', ')}}`)
  const options = said.question_answer_options === undefined ? [] : asList(said.question_answer_options)
  if (type.endsWith('_CHOICE') && options.length < 2)
    throw wrong(`questions[${n}].question_answer_options needs two answers or more`)
  demandEarlier(said, n, before)
  return {
    ...said,
    text,
    question_type: type,
    is_optional: asBoolean(said.is_optional) ?? false,
    ...(options.length > 0 && { question_answer_options: options }),
  }
}

/** The names within a dependency were not recovered: what looks like the number of a question must be one that was asked before, and not in free text. */
function demandEarlier(said: Readonly<Record<string, Value>>, n: number, before: readonly Question[]): void {
  for (const [name, value] of Object.entries(said)) {
    if (!/depend/i.test(name)) continue
    const inside = asObject(value) ?? { [name]: value }
    for (const [part, number] of Object.entries(inside)) {
      const index = /index|question/i.test(part) ? asCount(number) : undefined
      if (index === undefined) continue
      const asked = before[index]
      if (!asked || asked.question_type === 'FREE_TEXT')
        throw wrong(`questions[${n}] depends on a question that is not before it, or is answered in free text`)
    }
  }
}

const wrong = (said: string): GraphError => new GraphError('bad_parameter', `(#100) ${said}`)
