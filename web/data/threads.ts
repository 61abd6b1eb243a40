import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BodyOf } from '../../contract/api/route.ts'
import { answerThread, getThread, listThreadMessages, listThreads } from '../../contract/api/threads.ts'
import { call } from './call.ts'
import { ask, askPages } from './query.ts'

export const myThreads = askPages(listThreads)
export const oneThread = (threadId: string) => ask(getThread, { params: { threadId } })
export const messagesOf = (threadId: string) => askPages(listThreadMessages, { params: { threadId } })

export function useAnswerThread(threadId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof answerThread>) => call(answerThread, { params: { threadId }, body }),
    onSuccess: () => {
      for (const route of [listThreads, listThreadMessages]) void client.invalidateQueries({ queryKey: [route.path] })
    },
  })
}
