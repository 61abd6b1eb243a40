import { Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMe, useSignOut } from '../data/me.ts'
import { Face } from '../ui/avatar.tsx'
import { useSay } from '../ui/words.tsx'
import { useKeysDialog } from './keys.tsx'

/** Who is signed in, and what concerns only them. */
export function AccountMenu() {
  const say = useSay()
  const me = useMe()
  const out = useSignOut()
  const { open } = useKeysDialog()
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={say('shell.account_of', { name: me.name })} style={{ borderRadius: '50%' }}>
          <Face member={me} size={34} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text size="xs" c="dimmed">
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} component={Link} to={`/people/${me.memberId}`}>
          {say('shell.my_page')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSettings size={16} />} component={Link} to="/account">
          {say('shell.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={open}>
          {say('shell.keys.title')}
        </Menu.Item>
        <Menu.Divider />
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => out.mutate()}>
          {say('shell.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const schemes = [
  { scheme: 'auto', Icon: IconDeviceDesktop },
  { scheme: 'light', Icon: IconSun },
  { scheme: 'dark', Icon: IconMoon },
] as const

function SchemeItems() {
  const say = useSay()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return schemes.map(({ scheme, Icon }) => (
    <Menu.Item
      key={scheme}
      role="menuitemradio"
      aria-checked={colorScheme === scheme}
      leftSection={<Icon size={16} />}
      rightSection={colorScheme === scheme ? '✓' : null}
      closeMenuOnClick={false}
      onClick={() => setColorScheme(scheme)}
    >
      {say(`shell.scheme.${scheme}`)}
    </Menu.Item>
  ))
}
