'use client'

import { X } from 'lucide-react'
import { Dialog as RadixDialog, Popover as RadixPopover, Tooltip as RadixTooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { text } from '@/components/text/en'
import { classes } from './classes'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence that says what this is for. */
  description?: ReactNode
  children?: ReactNode
  wide?: boolean
  /** Esc and a click outside do not close it while work goes on. */
  locked?: boolean
}

/** The way out stands last, so that the focus begins on the first thing to answer. */
function DialogFrame({
  className,
  title,
  description,
  children,
  locked,
}: DialogProps & { className: string }) {
  const hold = (event: Event) => {
    if (locked) event.preventDefault()
  }
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className="animate-fade fixed inset-0 z-50 bg-veil" />
      <RadixDialog.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        onEscapeKeyDown={hold}
        onInteractOutside={hold}
        className={className}
      >
        <header className={locked ? undefined : 'pr-9'}>
          <RadixDialog.Title className="font-serif text-[21px] leading-snug font-semibold tracking-[-0.005em]">
            {title}
          </RadixDialog.Title>
          {description ? (
            <RadixDialog.Description className="mt-1 text-ink-soft">{description}</RadixDialog.Description>
          ) : null}
        </header>
        {children}
        {locked ? null : (
          <RadixDialog.Close
            aria-label={text.close}
            className="touch absolute top-5 right-4 grid size-9 place-items-center rounded-control text-ink-soft hover:bg-ink/6 hover:text-ink max-sm:right-3"
          >
            <X aria-hidden className="size-[18px]" />
          </RadixDialog.Close>
        )}
      </RadixDialog.Content>
    </RadixDialog.Portal>
  )
}

const SHEET_EDGE =
  'max-sm:animate-sheet-up max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-[20px] max-sm:pb-[max(22px,env(safe-area-inset-bottom))]'

/** A question or a short form before everything else: in the middle of a desk, from below on a phone. */
export function Dialog(props: DialogProps) {
  return (
    <RadixDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <DialogFrame
        {...props}
        className={classes(
          'fixed z-50 grid max-h-[88dvh] gap-5 overflow-y-auto bg-raised p-6 text-ink shadow-lift outline-none max-sm:px-5',
          SHEET_EDGE,
          'sm:animate-rise sm:inset-x-0 sm:top-[12vh] sm:mx-auto sm:max-h-[76vh] sm:w-[calc(100vw-48px)] sm:rounded-card sm:border sm:border-rule',
          props.wide ? 'sm:max-w-[640px]' : 'sm:max-w-[460px]',
        )}
      />
    </RadixDialog.Root>
  )
}

/** A panel that comes from below on a phone and from the right elsewhere: threads, versions, outline. */
export function Sheet(props: DialogProps) {
  return (
    <RadixDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <DialogFrame
        {...props}
        className={classes(
          'fixed z-50 flex flex-col gap-5 overflow-y-auto bg-raised p-6 text-ink shadow-lift outline-none max-sm:max-h-[82dvh] max-sm:px-5',
          SHEET_EDGE,
          'sm:animate-fade sm:inset-y-0 sm:right-0 sm:border-l sm:border-rule',
          props.wide ? 'sm:w-[min(720px,92vw)]' : 'sm:w-[min(420px,92vw)]',
        )}
      />
    </RadixDialog.Root>
  )
}

interface PopoverProps {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** Names the popover for screen readers. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A small panel that hangs on its trigger. `trigger` must be one element that takes a ref. */
export function Popover({
  trigger,
  children,
  align = 'center',
  side,
  label,
  open,
  onOpenChange,
}: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          className="animate-rise z-50 max-w-[min(360px,calc(100vw-24px))] rounded-card border border-rule bg-raised p-4 text-ink shadow-lift outline-none"
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}

/** A few words about its child on hover and focus. Never the only place where something is said. */
export function Tooltip({ tip, children }: { tip: ReactNode; children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={350}>
      <RadixTooltip.Root>
        <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
        <RadixTooltip.Portal>
          <RadixTooltip.Content
            sideOffset={6}
            collisionPadding={8}
            className="animate-fade z-[60] max-w-72 rounded-control bg-ink px-2.5 py-1.5 text-[12.5px] text-paper shadow-card"
          >
            {tip}
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  )
}
