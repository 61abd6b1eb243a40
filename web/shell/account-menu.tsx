import { Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { useMe, useSignOut } from '../data/me.ts'
import { Face } from '../ui/avatar.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
import { useSay } from '../ui/words.tsx'
import { useKeysDialog } from './keys.tsx'

const schemes = [
  { scheme: 'auto', Icon: IconDeviceDesktop },
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
] as const

/** Who is signed in, and what concerns only them. */
export function AccountMenu() {
  const say = useSay()
  const me = useMe()
  const out = useSignOut()
  const { open } = useKeysDialog()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const looks = schemes.map(
    ({ scheme, Icon }): MenuEntry => ({
      label: say(`shell.scheme.${scheme}`),
      icon: <Icon size={16} />,
      checked: colorScheme === scheme,
      onClick: () => setColorScheme(scheme),
    }),
  )
  return (
    <MenuButton
      button={
        <UnstyledButton aria-label={say('shell.account_of', { name: me.name })} style={{ borderRadius: '50%' }}>
          <Face member={me} size={34} />
        </UnstyledButton>
      }
      width={250}
      heading={<Whose name={me.name} email={me.email} />}
      entries={[
        { label: say('shell.my_page'), icon: <IconUser size={16} />, to: `/people/${me.memberId}` },
        { label: say('shell.account'), icon: <IconSettings size={16} />, to: '/account' },
        { label: say('shell.keys.title'), icon: <IconKeyboard size={16} />, onClick: open },
        'line',
        ...looks,
        'line',
        { label: say('shell.sign_out'), icon: <IconLogout size={16} />, onClick: () => out.mutate() },
      ]}
    />
  )
}

function Whose({ name, email }: { name: string; email: string }) {
  return (
    <>
      <Text size="sm" fw={600} c="var(--mantine-color-text)">
        {name}
      </Text>
      <Text size="xs">{email}</Text>
    </>
  )
}
