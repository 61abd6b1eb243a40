import { Button, FileButton, Group, Text } from '@mantine/core'
import type { Integration } from '../../../../contract/api/integrations.ts'
import { useProgram } from '../../../data/custom-integrations.ts'
import { ServiceIcon } from '../../../ui/service-icon.tsx'
import { toastRefused } from '../../../ui/toast.tsx'
import { useSay } from '../../../ui/words.tsx'
import { readPicture } from './read-picture.ts'

/** Its picture, which its bot shows too; without one its letters stand there. */
export function LogoField({ integration }: { integration: Integration }) {
  const say = useSay()
  const { logo } = useProgram(integration.id)
  const choose = async (file: File | null) => {
    if (!file) return
    const picture = await readPicture(file)
    if (picture) logo.mutate(picture)
    else toastRefused(say('custom.logo.unreadable'))
  }
  return (
    <Group gap="md" wrap="nowrap" align="center">
      <ServiceIcon src={integration.icon} name={integration.name} size={72} />
      <div>
        <Group gap="xs">
          <FileButton onChange={file => void choose(file)} accept="image/png,image/jpeg,image/webp">
            {props => (
              <Button {...props} variant="default" size="xs" loading={logo.isPending}>
                {say('custom.logo.change')}
              </Button>
            )}
          </FileButton>
          {integration.icon && (
            <Button variant="subtle" color="gray" size="xs" onClick={() => logo.mutate(null)}>
              {say('custom.logo.remove')}
            </Button>
          )}
        </Group>
        <Text size="xs" c="dimmed" mt={6}>
          {say('custom.logo.means')}
        </Text>
      </div>
    </Group>
  )
}
