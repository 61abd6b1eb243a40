import { Drawer } from '@mantine/core'
import { useSay } from '../ui/words.tsx'
import { Sidebar } from './sidebar.tsx'

/** The navigation where there is no room beside the content. */
export function NavDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const say = useSay()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={290}
      padding="sm"
      title={say('shell.nav')}
      closeButtonProps={{ 'aria-label': say('shell.close') }}
    >
      <nav aria-label={say('shell.nav')}>
        <Sidebar />
      </nav>
    </Drawer>
  )
}
