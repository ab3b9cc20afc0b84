'use client'

import { versionsText as words } from '@/components/text/versions'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/overlay'
import { TitleDialog } from '@/components/ui/title-dialog'

/** As `VERSION_LIMITS.nameCharacters`; the server refuses longer ones. */
const NAME_CHARACTERS = 120

interface RestoreDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What the version is called. */
  name: string
  busy: boolean
  onRestore: () => void
}

/** Asks before a version is restored, and says what becomes of the text that stands there. */
export function RestoreDialog({ open, onOpenChange, name, busy, onRestore }: RestoreDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.restoreTitle}
      description={words.restoreLead(name)}
      locked={busy}
    >
      <Button tone="accent" busy={busy} onClick={onRestore} className="justify-self-end">
        {busy ? words.restoring : words.restoreAct}
      </Button>
    </Dialog>
  )
}

interface NameDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  value?: string
  onSave: (name: string) => Promise<unknown>
}

/** Asks what a version is to be called. */
export function NameDialog({ open, onOpenChange, value, onSave }: NameDialogProps) {
  return (
    <TitleDialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.nameTitle}
      description={words.nameLead}
      label={words.nameLabel}
      placeholder={words.namePlaceholder}
      value={value}
      maxLength={NAME_CHARACTERS}
      act={words.nameAct}
      onSave={onSave}
    />
  )
}
