import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { HomeComposer } from '../feed/home-composer.tsx'
import { useWholeAddress } from '../ui/address.ts'
import { Empty } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'

/** Where other pages send somebody to share a link here (`/sharer.php`, `/dialog/share`): the composer, with the link in it. */
export function ShareScreen() {
  const say = useSay()
  const [said] = useWholeAddress()
  const [posted, setPosted] = useState<string | null>()
  const link = addressIn(said.u ?? said.href)
  if (!link)
    return (
      <Page title={say('log_in.share.title')}>
        <Empty title={say('log_in.share.nothing')}>{say('log_in.share.nothing.body')}</Empty>
      </Page>
    )
  if (posted !== undefined)
    return <Posted postId={posted} back={addressIn(said.redirect_uri)} popup={said.display === 'popup'} />
  return (
    <Page title={say('log_in.share.title')}>
      <HomeComposer
        key={link.href}
        place={`share:${link.href}`}
        placeholder={say('log_in.share.write')}
        start={link.href}
        onPosted={setPosted}
        nowhere={<Empty title={say('log_in.share.nowhere')}>{say('log_in.share.nowhere.body')}</Empty>}
      />
    </Page>
  )
}

/** Whoever led here is not known to be anybody: the way back is a link that says where it goes, and nobody is sent along it (threats.md A11). */
function Posted({ postId, back, popup }: { postId: string | null; back: URL | undefined; popup: boolean }) {
  const say = useSay()
  return (
    <Page title={say('log_in.share.title')} bare>
      <Empty
        whole
        title={say(postId === null ? 'log_in.share.waits' : 'log_in.share.done')}
        action={
          <Group gap="xs" justify="center">
            {postId !== null && (
              <Button component={Link} to={`/posts/${postId}`} variant="default">
                {say('log_in.share.look')}
              </Button>
            )}
            {back && (
              <Button component="a" href={back.href} rel="noreferrer noopener">
                {say('log_in.share.back', { host: back.host })}
              </Button>
            )}
            {!back && popup && <Button onClick={() => window.close()}>{say('log_in.share.close')}</Button>}
          </Group>
        }
      >
        {null}
      </Empty>
    </Page>
  )
}

function addressIn(text: string | undefined): URL | undefined {
  const url = text && URL.canParse(text) ? new URL(text) : undefined
  return url && /^https?:$/.test(url.protocol) && text && text.length <= 2_000 ? url : undefined
}
