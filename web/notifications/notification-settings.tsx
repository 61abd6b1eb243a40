import { Checkbox, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { notificationSettings, useChangeNotificationSetting } from '../data/notifications.ts'
import { ListFaces } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'

/** What a person wants to hear of, per kind: in the bell, by mail. A part of the account screen. */
export function NotificationSettings() {
  const say = useSay()
  const settings = useQuery(notificationSettings)
  const change = useChangeNotificationSetting()
  const mailWorks = settings.data?.mailWorks ?? false
  return (
    <ListFaces query={settings} of={answer => answer.items} empty={null}>
      {items => (
        <>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('notifications.settings.when')}</Table.Th>
                <Table.Th w={90}>{say('notifications.settings.bell')}</Table.Th>
                {mailWorks && <Table.Th w={90}>{say('notifications.settings.email')}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(setting => {
                const kind = say(`notifications.kind.${setting.kind}`)
                return (
                  <Table.Tr key={setting.kind}>
                    <Table.Td>{kind}</Table.Td>
                    <Table.Td>
                      <Checkbox
                        checked={setting.bell}
                        aria-label={say('notifications.settings.bell_for', { kind })}
                        onChange={event => change.mutate({ ...setting, bell: event.currentTarget.checked })}
                      />
                    </Table.Td>
                    {mailWorks && (
                      <Table.Td>
                        <Checkbox
                          checked={setting.email}
                          aria-label={say('notifications.settings.email_for', { kind })}
                          onChange={event => change.mutate({ ...setting, email: event.currentTarget.checked })}
                        />
                      </Table.Td>
                    )}
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
          {!mailWorks && (
            <Text size="xs" c="dimmed" mt="xs">
              {say('notifications.settings.no_mail')}
            </Text>
          )}
        </>
      )}
    </ListFaces>
  )
}
