import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Taken } from '../../data/activity.ts'
import { useAddressQuery } from '../../ui/address.ts'
import { later } from '../../ui/later.tsx'
import { useSay } from '../../ui/words.tsx'

const ExportDialog = later(async () => (await import('./export-dialog.tsx')).ExportDialog)

/** Opens what is taken out of a log; a notification leads there by the address. */
export function ExportButton({ taken, icon }: { taken: Taken; icon: ReactNode }) {
  const say = useSay()
  const [opened, setOpened] = useAddressQuery('exports')
  return (
    <>
      <Button variant="default" leftSection={icon} onClick={() => setOpened('1')}>
        {say('activity.export')}
      </Button>
      {opened && <ExportDialog taken={taken} onClose={() => setOpened(undefined)} />}
    </>
  )
}
