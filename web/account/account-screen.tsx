import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSignOutEverywhere } from '../data/session.ts'
import { NotificationSettings } from '../notifications/notification-settings.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { HelpLink } from '../ui/help-link.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { LinkedAccounts } from './linked-accounts.tsx'
import { KeptLogIns } from './log-ins.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'

/** Everything of one's own: how others see one, language and zone, linked accounts, notifications, password, sessions. */
export function AccountScreen() {
  const say = useSay()
  return (
    <Page title={say('session.account.title')}>
      <Section title={say('session.account.profile')}>
        <ProfileForm />
      </Section>
      <Section
        title={say('session.account.linked')}
        intro={<HelpLink to="third-party-integrations#account">{say('session.account.linked.intro')}</HelpLink>}
      >
        <LinkedAccounts />
      </Section>
      <Section title={say('log_in.kept')} intro={say('log_in.kept.intro')}>
        <KeptLogIns />
      </Section>
      <Section title={say('session.account.notifications')}>
        <NotificationSettings />
      </Section>
      <Section title={say('session.account.password')}>
        <PasswordForm />
      </Section>
      <Section title={say('session.account.sessions')} intro={say('session.account.sessions.intro')}>
        <SignOutEverywhere />
      </Section>
    </Page>
  )
}

function Section({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" mt="lg">
      <Title order={2} size="h3">
        {title}
      </Title>
      {intro && (
        <Text size="sm" c="dimmed">
          {intro}
        </Text>
      )}
      {children}
    </Stack>
  )
}

function SignOutEverywhere() {
  const say = useSay()
  const confirm = useConfirm()
  const leave = useSignOutEverywhere()
  const ask = async () => {
    const action = say('session.sign_out_everywhere')
    if (await confirm({ title: action, body: say('session.sign_out_everywhere.body'), action })) leave.mutate()
  }
  return (
    <Group>
      <Button variant="default" loading={leave.isPending} onClick={ask}>
        {say('session.sign_out_everywhere')}
      </Button>
    </Group>
  )
}
