import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { dialogAsked } from '../data/log-ins.ts'
import { useMeQuery } from '../data/me.ts'
import { useWholeAddress } from '../ui/address.ts'
import { Door } from '../ui/door.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay, useWords } from '../ui/words.tsx'
import { Question } from './question.tsx'

/** Where a program sends somebody to say who they are (`/dialog/oauth`). What it says is the server's to judge; this page only hands it on. */
export function DialogScreen() {
  const say = useSay()
  const { speak } = useWords()
  const me = useMeQuery()
  const { language, timeZone } = me.data ?? {}
  useEffect(() => {
    if (language) speak(language, timeZone)
  }, [language, timeZone, speak])
  const [said] = useWholeAddress()
  const asked = useQuery(dialogAsked(bodyOf(said)))
  const title = say('log_in.title', { program: asked.data?.program.name ?? 'Passerelle' })
  if (asked.isError)
    return (
      <Door title={title}>
        <Refused error={asked.error} />
      </Door>
    )
  if (!asked.data || !me.data)
    return (
      <Door title={title}>
        <Loader size="sm" />
      </Door>
    )
  return (
    <Door title={title}>
      <Question
        asked={asked.data}
        me={me.data}
        onAnswered={(_, address) => address !== null && location.replace(address)}
      />
    </Door>
  )
}

/** The app goes by either name (workplace-graph-api.md 6, client-calls.md 4). */
function bodyOf(said: Readonly<Record<string, string | undefined>>) {
  const given = {
    responseType: said.response_type,
    scope: said.scope,
    state: said.state,
    nonce: said.nonce,
    codeChallenge: said.code_challenge,
    codeChallengeMethod: said.code_challenge_method,
  }
  return {
    clientId: said.client_id ?? said.app_id ?? '',
    redirectUri: said.redirect_uri ?? '',
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
      Record<keyof typeof given, string>
    >),
  }
}
