'use client'

import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import useSWR from 'swr'
import type { CollaboratorView, ManuscriptView } from '@/lib/manuscript/contract'
import type { MemberList } from '@/lib/workshop/contract'
import { call, fetchView } from '@/components/api'
import { usePerson } from '@/components/shell/person'
import { text } from '@/components/text/en'
import { Avatar } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { Field, FormError, Select } from '@/components/ui/field'
import { Menu, MenuChoice, MenuItem, MenuRule } from '@/components/ui/menu'
import { Dialog } from '@/components/ui/overlay'
import { Panel, Skeleton } from '@/components/ui/pieces'
import { useAct } from '@/components/use-act'
import { answer, useForm } from '@/components/use-form'
import { sentenceOf, useWork } from '@/components/use-work'

type Role = CollaboratorView['role']

const ROLES = (['author', 'coauthor', 'critic', 'reader'] as const).map((value) => ({
  value,
  label: text.roles[value],
  hint: text.roleHints[value],
}))

interface CollaboratorProps {
  manuscript: ManuscriptView
  collaborator: CollaboratorView
}

function CollaboratorMenu({ manuscript, collaborator }: CollaboratorProps) {
  const act = useAct()
  const isMe = usePerson()?.id === collaborator.userId
  const path = `/manuscripts/${manuscript.id}/collaborators/${collaborator.userId}`
  const give = (role: Role) => call('PUT', path, { body: { role } })
  const choose = (role: Role) =>
    void act({
      work: () => give(role),
      said: text.workshop.roleChanged(collaborator.name, text.roles[role]),
      undo: () => give(collaborator.role),
    })
  const remove = () =>
    void act({
      work: () => call('DELETE', path),
      said: text.manuscript.collaboratorRemoved(collaborator.name),
      undo: isMe ? undefined : () => give(collaborator.role),
    })
  return (
    <Menu
      trigger={
        <IconButton label={text.manuscript.roleOf(collaborator.name)}>
          <MoreHorizontal aria-hidden className="size-4" />
        </IconButton>
      }
    >
      {manuscript.can.administer ? (
        <>
          <MenuChoice
            label={text.manuscript.roleIn}
            value={collaborator.role}
            options={ROLES}
            onChange={choose}
          />
          <MenuRule />
        </>
      ) : null}
      <MenuItem tone="danger" onSelect={remove}>
        {isMe ? text.manuscript.giveUp : text.manuscript.removeCollaborator}
      </MenuItem>
    </Menu>
  )
}

function CollaboratorRow({ manuscript, collaborator }: CollaboratorProps) {
  const isMe = usePerson()?.id === collaborator.userId
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5">
      <Avatar name={collaborator.name} colour={collaborator.colour} decorative />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={collaborator.name}>
          {collaborator.name}
          {isMe ? <span className="font-normal text-ink-faint"> ({text.you})</span> : null}
        </span>
        <span className="block text-[12.5px] text-ink-soft">{text.roles[collaborator.role]}</span>
      </span>
      {isMe || manuscript.can.administer ? (
        <CollaboratorMenu manuscript={manuscript} collaborator={collaborator} />
      ) : null}
    </li>
  )
}

const SHARES = ['none', 'reader', 'critic'] as const

function ShareWithAll({ manuscript }: { manuscript: ManuscriptView }) {
  const act = useAct()
  const shared = manuscript.workshopRole ?? 'none'
  const share = (choice: (typeof SHARES)[number]) => {
    const put = (value: (typeof SHARES)[number]) =>
      call('PATCH', `/manuscripts/${manuscript.id}`, {
        body: { workshopRole: value === 'none' ? null : value },
      })
    void act({ work: () => put(choice), said: text.manuscript.shareNow[choice], undo: () => put(shared) })
  }
  if (!manuscript.can.administer)
    return <p className="text-[13px] text-ink-soft">{text.manuscript.shareNow[shared]}</p>
  return (
    <Field label={text.manuscript.everyone(manuscript.workshop.name)} hint={text.manuscript.shareNow[shared]}>
      {(wiring) => (
        <Select
          {...wiring}
          value={shared}
          onChange={(event) => share(event.currentTarget.value as (typeof SHARES)[number])}
        >
          {SHARES.map((value) => (
            <option key={value} value={value}>
              {text.manuscript.everyoneChoices[value]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function AddForm({ manuscript, onDone }: { manuscript: ManuscriptView; onDone: () => void }) {
  const { run } = useWork()
  const { data, error } = useSWR<MemberList, Error>(`/workshops/${manuscript.workshop.id}/members`, fetchView)
  const form = useForm(async (fields) => {
    const path = `/manuscripts/${manuscript.id}/collaborators/${answer(fields, 'person')}`
    await call('PUT', path, { body: { role: answer(fields, 'role') } })
    await run(() => Promise.resolve())
    onDone()
  })
  if (error) return <FormError>{sentenceOf(error)}</FormError>
  if (!data) return <Skeleton className="h-24" />
  const here = new Set(manuscript.collaborators.map((collaborator) => collaborator.userId))
  const others = data.members.filter((member) => !here.has(member.userId))
  if (others.length === 0) return <p className="text-ink-soft">{text.manuscript.addNone}</p>
  return (
    <form onSubmit={form.onSubmit} className="grid gap-5">
      <FormError>{form.error}</FormError>
      <Field label={text.manuscript.addPerson}>
        {(wiring) => (
          <Select {...wiring} name="person">
            {others.map((member) => (
              <option key={member.userId} value={member.userId}>
                {member.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={text.manuscript.addRole}>
        {(wiring) => (
          <Select {...wiring} name="role" defaultValue="critic">
            {ROLES.map((role) => (
              <option key={role.value} value={role.value}>
                {role.label}: {role.hint}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" tone="accent" busy={form.busy} className="justify-self-end">
        {text.manuscript.addAct}
      </Button>
    </form>
  )
}

/** Who can read the manuscript, sharing with the whole workshop in one act, and roles of single people. */
export function PeoplePanel({ manuscript }: { manuscript: ManuscriptView }) {
  const [adding, setAdding] = useState(false)
  return (
    <Panel
      title={text.manuscript.people}
      actions={
        manuscript.can.administer ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {text.manuscript.add}
          </Button>
        ) : null
      }
    >
      <ShareWithAll manuscript={manuscript} />
      <ul className="mt-3 -mr-1.5 -mb-1 border-t border-rule pt-2">
        {manuscript.collaborators.map((collaborator) => (
          <CollaboratorRow key={collaborator.userId} manuscript={manuscript} collaborator={collaborator} />
        ))}
      </ul>
      <Dialog
        open={adding}
        onOpenChange={setAdding}
        title={text.manuscript.addTitle}
        description={text.manuscript.addLead}
      >
        <AddForm manuscript={manuscript} onDone={() => setAdding(false)} />
      </Dialog>
    </Panel>
  )
}
