'use client'

import { MoreHorizontal } from 'lucide-react'
import type { MemberView, WorkshopView } from '@/lib/workshop/contract'
import { call } from '@/components/api'
import { usePerson } from '@/components/shell/person'
import { text } from '@/components/text/en'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuChoice, MenuItem, MenuRule } from '@/components/ui/menu'
import { Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useAct } from '@/components/use-act'

type Role = MemberView['role']

interface MemberProps {
  workshop: WorkshopView
  member: MemberView
}

function MemberMenu({ workshop, member }: MemberProps) {
  const act = useAct()
  const isMe = usePerson()?.id === member.userId
  const path = `/workshops/${workshop.id}/members/${member.userId}`
  const give = (role: Role) => call('PUT', path, { body: { role } })
  const roles = (['owner', 'moderator', 'member'] as const).map((value) => ({
    value,
    label: text.roles[value],
    hint: text.roleHints[value],
    disabled: value === 'owner' && !workshop.can.own,
  }))
  const choose = (role: Role) =>
    void act({
      work: () => give(role),
      said: text.workshop.roleChanged(member.name, text.roles[role]),
      undo: () => give(member.role),
    })
  const remove = () =>
    void act({
      work: () => call('DELETE', path),
      said: text.workshop.removed(member.name),
      undo: isMe ? undefined : () => give(member.role),
    })
  return (
    <Menu
      trigger={
        <IconButton label={text.workshop.manage(member.name)}>
          <MoreHorizontal aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {workshop.can.host ? (
        <>
          <MenuChoice label={text.workshop.roleIn} value={member.role} options={roles} onChange={choose} />
          <MenuRule />
        </>
      ) : null}
      <MenuItem tone="danger" onSelect={remove}>
        {isMe ? text.workshop.leave : text.workshop.remove}
      </MenuItem>
    </Menu>
  )
}

function MemberRow({ workshop, member }: MemberProps) {
  const isMe = usePerson()?.id === member.userId
  const mayManage = isMe || (workshop.can.host && (workshop.can.own || member.role !== 'owner'))
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5">
      <Avatar name={member.name} colour={member.colour} decorative />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={member.name}>
          {member.name}
          {isMe ? <span className="font-normal text-ink-faint"> ({text.you})</span> : null}
        </span>
        <span className="block truncate text-[12.5px] text-ink-soft">
          {text.roles[member.role]} {text.workshop.since} <RelativeTime at={member.joinedAt} show="date" />
        </span>
      </span>
      {mayManage ? <MemberMenu workshop={workshop} member={member} /> : null}
    </li>
  )
}

/** Who is in the workshop, and what hosts may do about it. */
export function MembersPanel({ workshop }: { workshop: WorkshopView }) {
  const rest = workshop.memberCount - workshop.members.length
  return (
    <Panel title={`${text.workshop.members} (${workshop.memberCount})`}>
      <ul className="-mt-1 -mr-1.5 -mb-1">
        {workshop.members.map((member) => (
          <MemberRow key={member.userId} workshop={workshop} member={member} />
        ))}
      </ul>
      {rest > 0 ? <p className="mt-2 text-ink-soft">{text.workshop.membersMore(rest)}</p> : null}
    </Panel>
  )
}
