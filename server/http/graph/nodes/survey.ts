import { type Survey, surveysById } from '../../../domain/surveys/draft-survey.ts'
import { instant, said } from '../formats.ts'
import { node } from '../node.ts'

/** A draft, as it was said: for the program that drafted it. */
export const surveys = node<Survey>({
  name: 'Survey',
  idOf: row => row.id,
  load: (call, ids) => (call.caller.holds('manage_surveys') ? surveysById(call.caller.bot, ids) : Promise.resolve([])),
  defaults: ['title', 'id'],
  fields: {
    id: row => row.id,
    title: row => row.title,
    creation_mode: () => 'DRAFT',
    is_test: row => row.is_test,
    invite_message: row => said(row.invite_message),
    questions: row => row.questions,
    scheduling_config: row => row.scheduling,
    created_time: row => instant(row.made_at),
  },
})
