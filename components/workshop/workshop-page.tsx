'use client'

import { MoreHorizontal, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { InvitationView } from '@/lib/accounts/contract'
import type { CategoryView } from '@/lib/critique/contract.categories'
import type { CritiqueForm } from '@/lib/critique/contract.rounds'
import type { ManuscriptSummary } from '@/lib/manuscript/contract'
import type { WorkshopView } from '@/lib/workshop/contract'
import { call } from '@/components/api'
import { FormPanel } from '@/components/critique/form-panel'
import { BookShelf } from '@/components/manuscript/book-card'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { text } from '@/components/text/en'
import { trashText } from '@/components/text/trash'
import { useTrash } from '@/components/trash/use-trash'
import { AvatarRow } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { TitleDialog } from '@/components/ui/title-dialog'
import { CategoriesPanel } from './categories-panel'
import { CritiqueList, type CritiqueChapter } from './critique-list'
import { InvitationList } from './invitation-list'
import { InviteDialog } from './invite-dialog'
import { MembersPanel } from './members-panel'
import { NewManuscript } from './new-manuscript'

interface WorkshopPageProps {
  workshop: WorkshopView
  manuscripts: readonly ManuscriptSummary[]
  critique: readonly CritiqueChapter[]
  /** Null for those who may not invite. */
  invitations: readonly InvitationView[] | null
  categories: readonly CategoryView[]
  /** The questions critics are asked; null for those who may not change them. */
  form: CritiqueForm | null
}

function HostMenu({ workshop }: { workshop: WorkshopView }) {
  const router = useRouter()
  const trash = useTrash()
  const [renaming, setRenaming] = useState(false)
  const { id, name: title } = workshop
  const rename = async (name: string) => {
    await call('PATCH', `/workshops/${workshop.id}`, { body: { name } })
    router.refresh()
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton label={text.workshop.menu}>
            <MoreHorizontal aria-hidden className="size-[18px]" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setRenaming(true)}>{text.workshop.rename}</MenuItem>
        {workshop.can.own ? (
          <>
            <MenuRule />
            <MenuItem
              tone="danger"
              sign={<Trash2 aria-hidden />}
              onSelect={() => void trash({ kind: 'workshop', id, title, leaveFor: '/' })}
            >
              {trashText.put.workshop}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <TitleDialog
        open={renaming}
        onOpenChange={setRenaming}
        title={text.workshop.rename}
        label={text.workshop.name}
        value={workshop.name}
        maxLength={200}
        act={text.save}
        onSave={rename}
      />
    </>
  )
}

function Invite({ workshop }: { workshop: WorkshopView }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button tone="accent" onClick={() => setOpen(true)}>
        {text.workshop.invite}
      </Button>
      <InviteDialog
        workshopId={workshop.id}
        own={workshop.can.own}
        open={open}
        onClose={(made) => {
          setOpen(false)
          if (made) router.refresh()
        }}
      />
    </>
  )
}

function Manuscripts({ workshop, manuscripts }: Pick<WorkshopPageProps, 'workshop' | 'manuscripts'>) {
  const place = [{ id: workshop.id, name: workshop.name }]
  return (
    <section aria-labelledby="manuscripts" className="min-w-0">
      <header className="mb-3 flex min-h-9 items-center justify-between gap-3">
        <h2 id="manuscripts" className="text-[15px] font-semibold">
          {text.workshop.manuscripts}
        </h2>
        {manuscripts.length > 0 ? <NewManuscript workshops={place} size="small" /> : null}
      </header>
      {manuscripts.length > 0 ? (
        <BookShelf manuscripts={manuscripts} />
      ) : (
        <Panel>
          <EmptyState
            title={text.workshop.manuscriptsNone}
            action={<NewManuscript workshops={place} tone="accent" />}
          >
            {text.workshop.manuscriptsNoneHint}
          </EmptyState>
        </Panel>
      )}
    </section>
  )
}

/** A workshop: what is up for critique, what is written, who is there. */
export function WorkshopPage({
  workshop,
  manuscripts,
  critique,
  invitations,
  categories,
  form,
}: WorkshopPageProps) {
  const people = workshop.members.map((member) => ({ ...member, id: member.userId }))
  return (
    <>
      <AppHeader here={workshop.name}>
        {workshop.can.host ? <HostMenu workshop={workshop} /> : null}
        {workshop.can.host ? <Invite workshop={workshop} /> : null}
      </AppHeader>
      <DeskMain>
        <header className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <div className="min-w-0">
            <h1 className="line-clamp-3 max-w-[30ch] pb-[0.1em] font-serif text-[28px] leading-[1.16] font-semibold tracking-[-0.012em] text-balance sm:text-[34px]">
              {workshop.name}
            </h1>
            <p className="mt-1.5 text-ink-soft">
              {text.workshop.facts(workshop.memberCount, manuscripts.length)} ·{' '}
              {text.workshop.yourRole[workshop.role]}
            </p>
          </div>
          <AvatarRow people={people} most={8} size="medium" on="desk" />
        </header>
        <div className="grid items-start gap-x-7 gap-y-9 lg:grid-cols-[minmax(0,1fr)_348px]">
          <div className="grid min-w-0 gap-9">
            <Panel title={text.workshop.critique}>
              {critique.length > 0 ? (
                <CritiqueList chapters={critique} />
              ) : (
                <div className="pb-1 text-ink-soft">
                  <p>{text.workshop.critiqueNone}</p>
                  <p>{text.workshop.critiqueNoneHint}</p>
                </div>
              )}
            </Panel>
            <Manuscripts workshop={workshop} manuscripts={manuscripts} />
          </div>
          <div className="grid min-w-0 gap-5">
            <MembersPanel workshop={workshop} />
            <CategoriesPanel workshopId={workshop.id} categories={categories} mayChange={workshop.can.host} />
            {form ? <FormPanel workshopId={workshop.id} form={form} /> : null}
            {invitations ? (
              <Panel title={text.workshop.invitations}>
                <InvitationList invitations={invitations} />
              </Panel>
            ) : null}
          </div>
        </div>
      </DeskMain>
    </>
  )
}
