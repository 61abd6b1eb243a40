import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answerHelp, type HelpArticle, listHelp, readHelp, takeBackHelpAnswer } from '../../contract/api/help.ts'
import { call } from './call.ts'
import { ask, keyOf } from './query.ts'

export const helpArticles = ask(listHelp)
export const helpArticle = (articleKey: string) => ask(readHelp, { params: { articleKey } })

/** Answers “Was this helpful?” under one section, `null` takes the answer back; shown at once, and undone where it is refused. */
export function useAnswerHelp(articleKey: string, sectionKey: string) {
  const client = useQueryClient()
  const queryKey = keyOf(readHelp, { params: { articleKey } })
  return useMutation({
    mutationFn: (helpful: boolean | null) => {
      const params = { articleKey, sectionKey }
      return helpful === null ? call(takeBackHelpAnswer, { params }) : call(answerHelp, { params, body: { helpful } })
    },
    onMutate: async helpful => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<HelpArticle>(queryKey)
      client.setQueryData<HelpArticle>(
        queryKey,
        article =>
          article && {
            ...article,
            sections: article.sections.map(one => (one.key === sectionKey ? { ...one, helpful } : one)),
          },
      )
      return before
    },
    onError: (_error, _helpful, before) => client.setQueryData(queryKey, before),
    onSettled: () => void client.invalidateQueries({ queryKey: [readHelp.path] }),
  })
}
