import * as contract from '../../../contract/api/help.ts'
import { answerHelp, takeBackAnswer } from '../../domain/help/answer-help.ts'
import { listArticles, readArticle } from '../../domain/help/articles.ts'
import type { ApiDoor } from './serve-route.ts'

export function helpRoutes(door: ApiDoor): void {
  door.serve(contract.listHelp, ({ actor }) => listArticles(actor))
  door.serve(contract.readHelp, ({ actor, params }) => readArticle(actor, params.articleKey))
  door.serve(contract.answerHelp, async ({ actor, params, body }) => {
    await answerHelp(actor, { ...params, ...body })
    return {}
  })
  door.serve(contract.takeBackHelpAnswer, async ({ actor, params }) => {
    await takeBackAnswer(actor, params)
    return {}
  })
}
