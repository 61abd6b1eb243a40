import { Button, CopyButton, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import type { Integration } from '../../../contract/api/integrations.ts'
import { useWelcome } from '../../data/session.ts'
import { useSay } from '../../ui/words.tsx'

interface CredentialFieldsProps {
  readonly integration: Integration
  readonly clientId: string
  readonly clientSecret: string
  readonly onClientId: (value: string) => void
  readonly onClientSecret: (value: string) => void
}

/** The client registered at the service: its address here to copy, its id and secret to enter. A kept secret is never shown again. */
export function CredentialFields({
  integration,
  clientId,
  clientSecret,
  onClientId,
  onClientSecret,
}: CredentialFieldsProps) {
  const say = useSay()
  const tryout = useWelcome().data?.mode === 'tryout'
  const kept = integration.installation?.hasCredentials ?? false
  return (
    <Stack gap="sm">
      <CopyField label={say('integrations.redirect')} value={integration.admin?.redirectUrl ?? ''} />
      <TextInput
        label={say('integrations.client_id')}
        description={tryout ? say('integrations.tryout_credentials') : undefined}
        required
        autoComplete="off"
        spellCheck={false}
        value={clientId}
        onChange={event => onClientId(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('integrations.client_secret')}
        description={kept ? say('integrations.client_secret.kept') : undefined}
        required={!kept}
        autoComplete="new-password"
        value={clientSecret}
        onChange={event => onClientSecret(event.currentTarget.value)}
      />
    </Stack>
  )
}

export function CopyField({ label, value }: { label: string; value: string }) {
  const say = useSay()
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        label={label}
        readOnly
        value={value}
        style={{ flex: 1 }}
        onFocus={event => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={say('integrations.copy', { what: label })}>
            {say(copied ? 'people.link.copied' : 'people.link.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
