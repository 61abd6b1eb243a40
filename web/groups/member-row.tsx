import { ActionIcon, Text } from '@mantine/core'
import { IconDots, IconShield, IconUser, IconUserMinus, IconUserStar } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Group, GroupMember, GroupRole } from '../../contract/api/groups.ts'
import { useAppointAdmin, useMembership } from '../data/groups.ts'
import { useMe } from '../data/me.ts'
import { Face } from '../ui/avatar.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import type { MenuEntry } from '../ui/open-menu.tsx'
import { Tag } from '../ui/tag.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

/** A member of the group, with what may be done about them. */
export function MemberRow({ group, member }: { group: Group; member: GroupMember }) {
  const say = useSay()
  const own = useMe().memberId === member.id
  const manageable =
    member.kind === 'person' &&
    (group.may.manage || group.may.appoint || (group.may.moderate && member.role === 'member' && !own))
  return (
    <li className={classes.row}>
      <Face member={member} />
      <div className={classes.rowText}>
        <Link to={`/people/${member.id}`} className="quiet-link">
          {member.name}
        </Link>
        {member.title && (
          <Text size="xs" c="dimmed" truncate>
            {member.title}
          </Text>
        )}
      </div>
      {member.role !== 'member' && <Tag>{say(`groups.role.${member.role}`)}</Tag>}
      {manageable && <MemberMenu group={group} member={member} />}
    </li>
  )
}

const roles = [
  { role: 'admin', Icon: IconUserStar },
  { role: 'moderator', Icon: IconShield },
  { role: 'member', Icon: IconUser },
] as const

function MemberMenu({ group, member }: { group: Group; member: GroupMember }) {
  const say = useSay()
  const confirm = useConfirm()
  const { changeRole, remove } = useMembership(group.id)
  const appoint = useAppointAdmin(group.id)
  const { name, id: memberId } = member
  const give = (role: GroupRole) => {
    const onSuccess = () => toast(say('groups.role.given', { name, role: say(`groups.role.${role}`) }))
    if (group.may.appoint) appoint.mutate(memberId, { onSuccess })
    else changeRole.mutate({ memberId, role }, { onSuccess })
  }
  const askAndRemove = async () => {
    const sure = await confirm({
      title: say('groups.remove.title', { name }),
      body: say('groups.remove.body'),
      action: say('groups.remove'),
      danger: true,
    })
    if (sure) remove.mutate(memberId, { onSuccess: () => toast(say('groups.removed', { name })) })
  }
  const others = roles.filter(
    ({ role }) => role !== member.role && (group.may.manage || (group.may.appoint && role === 'admin')),
  )
  const entries: MenuEntry[] = others.map(({ role, Icon }) => ({
    label: say(`groups.make.${role}`),
    icon: <Icon size={16} />,
    onClick: () => give(role),
  }))
  return (
    <MenuButton
      button={
        <ActionIcon aria-label={say('groups.member.menu', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      }
      entries={[
        ...entries,
        ...(group.may.moderate
          ? [{ label: say('groups.remove'), icon: <IconUserMinus size={16} />, onClick: askAndRemove, danger: true }]
          : []),
      ]}
    />
  )
}
