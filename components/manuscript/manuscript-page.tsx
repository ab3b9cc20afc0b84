'use client'

import { BookHeart, MessageSquareText, MoreHorizontal, Plus, Trash2, Upload } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { ManuscriptView } from '@/lib/manuscript/contract'
import { call } from '@/components/api'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { isTyping, useShortcutGroup, type ShortcutGroup } from '@/components/shell/shortcuts'
import { CollectItems } from '@/components/notes/collect-items'
import { betaText } from '@/components/text/beta'
import { text } from '@/components/text/en'
import { notesText } from '@/components/text/notes'
import { trashText } from '@/components/text/trash'
import { useTrash } from '@/components/trash/use-trash'
import { languageName, LANGUAGES } from '@/components/text/languages'
import { Button, buttonClasses, IconButton } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Field, Select } from '@/components/ui/field'
import { Menu, MenuItem, MenuLabel, MenuRule } from '@/components/ui/menu'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { TitleDialog } from '@/components/ui/title-dialog'
import { useAct } from '@/components/use-act'
import { ChapterStrip } from './chapter-strip'
import { Contents } from './contents'
import { ExportItems } from './export-items'
import { ImportDialog } from './import-dialog'
import { PeoplePanel } from './people-panel'

const SHORTCUTS: ShortcutGroup = {
  title: text.shortcuts.contents,
  shortcuts: [
    { keys: ['n'], does: text.shortcuts.newChapter },
    { keys: ['i'], does: text.shortcuts.importFile },
    { keys: ['Alt', '↑ ↓'], does: text.shortcuts.moveChapter },
    { keys: ['Space', '↑ ↓', 'Space'], does: text.shortcuts.carryChapter },
  ],
}

/** Titles of more characters are set smaller, so that the contents stay in sight. */
const LONG_TITLE = 90

type Opened = 'chapter' | 'import' | 'rename' | null

/** What is open, and the keys that open it for those who may write. */
function useOpened(mayEdit: boolean) {
  const [opened, setOpened] = useState<Opened>(null)
  useShortcutGroup(SHORTCUTS)
  useEffect(() => {
    if (!mayEdit) return
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      const dialog = document.querySelector('[role=dialog],[role=menu]')
      const asked = ({ n: 'chapter', i: 'import' } as const)[event.key]
      if (dialog || !asked) return
      event.preventDefault()
      setOpened(asked)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [mayEdit])
  return { opened, setOpened }
}

interface PartProps {
  manuscript: ManuscriptView
  onOpen: (what: Opened) => void
}

function Actions({ manuscript, onOpen }: PartProps) {
  const { id, title, workshop } = manuscript
  const { edit, administer } = manuscript.can
  const trash = useTrash()
  return (
    <>
      <Menu
        trigger={
          <IconButton label={text.manuscript.moreOfAll}>
            <MoreHorizontal aria-hidden className="size-[18px]" />
          </IconButton>
        }
      >
        {administer ? (
          <>
            <MenuItem onSelect={() => onOpen('rename')}>{text.manuscript.rename}</MenuItem>
            <MenuRule />
          </>
        ) : null}
        {edit ? (
          <MenuItem sign={<Upload aria-hidden />} onSelect={() => onOpen('import')}>
            {text.importing.title}
          </MenuItem>
        ) : null}
        <MenuLabel>{text.manuscript.exportOf}</MenuLabel>
        <ExportItems path={`/manuscripts/${id}`} />
        <MenuLabel>{notesText.collect.all}</MenuLabel>
        <CollectItems manuscriptId={id} />
        {administer ? (
          <>
            <MenuRule />
            <MenuItem
              tone="danger"
              sign={<Trash2 aria-hidden />}
              onSelect={() =>
                void trash({ kind: 'manuscript', id, title, leaveFor: `/workshops/${workshop.id}` })
              }
            >
              {trashText.put.manuscript}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <Link href={`/manuscripts/${id}/notes`} className={buttonClasses('quiet', 'medium')}>
        <MessageSquareText aria-hidden className="size-4" />
        <span className="max-md:sr-only">{notesText.all.open}</span>
      </Link>
      {manuscript.can.decide ? (
        <Link href={`/manuscripts/${id}/beta-sessions`} className={buttonClasses('quiet', 'medium')}>
          <BookHeart aria-hidden className="size-4" />
          <span className="max-md:sr-only">{betaText.open}</span>
        </Link>
      ) : null}
      {edit ? (
        <>
          <Button className="max-md:hidden" onClick={() => onOpen('import')}>
            {text.manuscript.import}
          </Button>
          <Button tone="accent" onClick={() => onOpen('chapter')}>
            <Plus aria-hidden className="size-4" />
            <span className="max-sm:sr-only">{text.manuscript.newChapter}</span>
          </Button>
        </>
      ) : null}
    </>
  )
}

function TitlePage({ manuscript, onOpen }: PartProps) {
  const { title, language, authors, chapters, words, can } = manuscript
  return (
    <article
      aria-labelledby="title"
      className="min-w-0 rounded-card bg-paper px-4 pt-9 pb-8 shadow-card sm:px-10 sm:pt-12 lg:px-14"
    >
      <h1
        id="title"
        lang={language}
        className={classes(
          'font-serif leading-[1.14] font-semibold tracking-[-0.012em] text-balance hyphens-auto',
          title.length > LONG_TITLE ? 'max-w-[46ch] text-[24px]' : 'max-w-[26ch] text-[30px] sm:text-[38px]',
        )}
      >
        {title}
      </h1>
      <p className="mt-2 text-[13.5px] text-ink-soft">
        {authors.map((author) => author.name).join(', ')} · {text.manuscript.facts(chapters.length, words)} ·{' '}
        {text.manuscript.edited} <RelativeTime at={manuscript.editedAt} />
      </p>
      {chapters.length > 0 ? (
        <>
          <div className="mt-8 mb-6">
            <ChapterStrip chapters={chapters} />
          </div>
          <h2 className="sr-only">{text.manuscript.contents}</h2>
          <Contents manuscript={manuscript} />
        </>
      ) : (
        <EmptyState
          title={text.manuscript.none}
          className="mt-6 border-t border-rule"
          action={
            can.edit ? (
              <>
                <Button tone="accent" onClick={() => onOpen('chapter')}>
                  {text.manuscript.newChapter}
                </Button>
                <Button onClick={() => onOpen('import')}>{text.importing.title}</Button>
              </>
            ) : null
          }
        >
          {can.edit ? text.manuscript.noneHint : text.manuscript.noneReader}
        </EmptyState>
      )}
    </article>
  )
}

function Language({ manuscript }: { manuscript: ManuscriptView }) {
  const act = useAct()
  const { id, language, can } = manuscript
  const set = (tag: string) => call('PATCH', `/manuscripts/${id}`, { body: { language: tag } })
  const known = LANGUAGES.some(({ tag }) => tag === language)
  return (
    <Panel title={text.manuscript.language}>
      {can.administer ? (
        <Field label={text.manuscript.language} hideLabel hint={text.workshop.languageHint}>
          {(wiring) => (
            <Select
              {...wiring}
              value={language}
              onChange={(event) => {
                const tag = event.currentTarget.value
                void act({
                  work: () => set(tag),
                  said: text.manuscript.languageSaved,
                  undo: () => set(language),
                })
              }}
            >
              {known ? null : <option value={language}>{language}</option>}
              {LANGUAGES.map(({ tag, name }) => (
                <option key={tag} value={tag}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <p className="text-ink-soft">{languageName(language)}</p>
      )}
    </Panel>
  )
}

function Dialogs({ manuscript, opened, onOpen }: PartProps & { opened: Opened }) {
  const router = useRouter()
  const { id, title } = manuscript
  const createChapter = async (line: string) => {
    const made = await call<{ id: string }>('POST', `/manuscripts/${id}/chapters`, { body: { title: line } })
    router.push(`/chapters/${made.id}`)
  }
  const rename = async (line: string) => {
    await call('PATCH', `/manuscripts/${id}`, { body: { title: line } })
    router.refresh()
  }
  const keep = (what: Opened) => (open: boolean) => onOpen(open ? what : null)
  return (
    <>
      <TitleDialog
        open={opened === 'chapter'}
        onOpenChange={keep('chapter')}
        title={text.manuscript.newChapter}
        description={text.manuscript.newChapterLead}
        label={text.manuscript.chapterTitle}
        placeholder={text.manuscript.chapterExample}
        maxLength={300}
        act={text.manuscript.createChapter}
        onSave={createChapter}
      />
      <TitleDialog
        open={opened === 'rename'}
        onOpenChange={keep('rename')}
        title={text.manuscript.renameTitle}
        label={text.workshop.title}
        value={title}
        maxLength={300}
        act={text.save}
        onSave={rename}
      />
      <ImportDialog manuscript={manuscript} open={opened === 'import'} onOpenChange={keep('import')} />
    </>
  )
}

/** A manuscript: its title page with the table of contents, and who can read it. */
export function ManuscriptPage({ manuscript }: { manuscript: ManuscriptView }) {
  const { opened, setOpened } = useOpened(manuscript.can.edit)
  const { workshop, title, language } = manuscript
  return (
    <>
      <AppHeader
        crumbs={[{ label: workshop.name, href: `/workshops/${workshop.id}` }]}
        here={title}
        lang={language}
      >
        <Actions manuscript={manuscript} onOpen={setOpened} />
      </AppHeader>
      <DeskMain>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_324px]">
          <TitlePage manuscript={manuscript} onOpen={setOpened} />
          <aside className="grid min-w-0 gap-5">
            <PeoplePanel manuscript={manuscript} />
            <Language manuscript={manuscript} />
          </aside>
        </div>
      </DeskMain>
      <Dialogs manuscript={manuscript} opened={opened} onOpen={setOpened} />
    </>
  )
}
