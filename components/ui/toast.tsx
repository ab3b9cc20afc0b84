'use client'

import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { text } from '@/components/text/en'
import { classes } from './classes'

/** Undo stays within reach this long; a screen reader needs the time to come to it. */
const TOAST_MS = 8_000

export interface ToastNotice {
  /** What happened, as one sentence. */
  text: string
  tone?: 'plain' | 'error'
  /** Takes it back. What it throws is shown as the next toast. */
  undo?: () => Promise<void> | void
}

interface Shown extends ToastNotice {
  id: number
}

const ToastContext = createContext<((notice: ToastNotice) => void) | null>(null)

/**
 * Gives the function that tells people what just happened.
 * @throws {Error} outside a `ToastProvider`
 */
export function useToast(): (notice: ToastNotice) => void {
  const show = use(ToastContext)
  if (!show) throw new Error('useToast needs a ToastProvider around it')
  return show
}

/** Holds the toasts of the page: a polite live region at the lower edge, at most three at once. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([])
  const counter = useRef(0)
  const show = useCallback((notice: ToastNotice) => {
    counter.current += 1
    const id = counter.current
    setShown((now) => [...now.slice(-2), { ...notice, id }])
  }, [])
  const drop = useCallback((id: number) => setShown((now) => now.filter((one) => one.id !== id)), [])
  const value = useMemo(() => show, [show])
  return (
    <ToastContext value={value}>
      <Toast.Provider duration={TOAST_MS} label={text.notice}>
        {children}
        {shown.map((notice) => (
          <ToastCard key={notice.id} notice={notice} onGone={() => drop(notice.id)} onFailed={show} />
        ))}
        <Toast.Viewport
          label={text.notices}
          className="fixed right-0 bottom-0 left-0 z-[70] mx-auto grid w-full max-w-[480px] gap-2 p-4 outline-none sm:bottom-8"
        />
      </Toast.Provider>
    </ToastContext>
  )
}

interface ToastCardProps {
  notice: Shown
  onGone: () => void
  onFailed: (notice: ToastNotice) => void
}

function ToastCard({ notice, onGone, onFailed }: ToastCardProps) {
  const undo = async () => {
    try {
      await notice.undo?.()
    } catch (error) {
      onFailed({ text: error instanceof Error ? error.message : text.somethingWrong, tone: 'error' })
    }
  }
  return (
    <Toast.Root
      type={notice.tone === 'error' ? 'foreground' : 'background'}
      onOpenChange={(open) => {
        if (!open) onGone()
      }}
      className={classes(
        'animate-rise flex items-center gap-3 rounded-card border bg-raised py-2 pr-2 pl-4 shadow-lift',
        notice.tone === 'error' ? 'border-l-3 border-rule border-l-danger' : 'border-rule',
      )}
    >
      <Toast.Description className="min-w-0 flex-1 py-1.5">{notice.text}</Toast.Description>
      {notice.undo ? (
        <Toast.Action asChild altText={text.undoHint}>
          <button
            type="button"
            onClick={() => void undo()}
            className="touch min-h-8 rounded-control px-3 font-semibold text-accent hover:bg-accent/10"
          >
            {text.undo}
          </button>
        </Toast.Action>
      ) : null}
      <Toast.Close
        aria-label={text.close}
        className="touch grid size-8 place-items-center rounded-control text-ink-soft hover:bg-ink/6"
      >
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  )
}
