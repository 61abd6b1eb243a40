/**
 * The web begins here: the reader's language, the look, the road to the server, the screens. It holds no state of the product.
 */
import '@mantine/core/styles.css'
import './ui/theme.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { forgetReader, makeQueryClient } from './data/query.ts'
import { makeRouter } from './routes.tsx'
import { ConfirmProvider } from './ui/confirm.tsx'
import { sentenceOf } from './ui/refused.tsx'
import { theme, variables } from './ui/theme.ts'
import { Toasts, toastRefused } from './ui/toast.tsx'
import { firstLanguage, readSentences, type Say, useSay, WordsProvider } from './ui/words.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
// The library that locks scrolling behind dialogs makes a <style> and looks for the page's nonce under this name only.
Object.assign(globalThis, { __webpack_nonce__: nonce })

let say: Say = key => key

/** Lends the sentences to what is outside the tree of elements: the queries' own listeners. */
function LendWords() {
  say = useSay()
  return null
}

const client = makeQueryClient({
  signedOut: () => toSignIn(),
  refused: error => toastRefused(sentenceOf(error, say)),
})
const router = makeRouter(client)

/** Forgets everything that was read, and comes back here after the sign-in. */
function toSignIn(): void {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  void router
    .navigate({ to: '/sign-in', search: { next: href } as never, replace: true })
    .then(() => forgetReader(client))
}

async function start(root: HTMLElement): Promise<void> {
  const language = firstLanguage()
  const first = { language, sentences: await readSentences(language) }
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={client}>
        <WordsProvider first={first}>
          <LendWords />
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
          <Toasts />
        </WordsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
