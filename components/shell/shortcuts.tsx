'use client'

import { useRouter } from 'next/navigation'
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { text } from '@/components/text/en'
import { Dialog } from '@/components/ui/overlay'
import { Key } from '@/components/ui/pieces'

export interface Shortcut {
  /** As printed, one entry per key: `['g', 'd']`. */
  keys: readonly string[]
  does: string
}

export interface ShortcutGroup {
  title: string
  shortcuts: readonly Shortcut[]
}

interface Registry {
  add: (group: ShortcutGroup) => () => void
  show: () => void
}

const ShortcutsContext = createContext<Registry | null>(null)

const EVERYWHERE: ShortcutGroup = {
  title: text.shortcuts.everywhere,
  shortcuts: [
    { keys: ['?'], does: text.shortcuts.show },
    { keys: ['g', 'd'], does: text.shortcuts.desk },
    { keys: ['g', 's'], does: text.shortcuts.settings },
    { keys: ['Esc'], does: text.shortcuts.escape },
  ],
}

/** True while the person writes: plain keys belong to the words then. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)
}

/** Lists a group of shortcuts under `?` while the component is on the page. Keep `group` stable (module constant). */
export function useShortcutGroup(group: ShortcutGroup): void {
  const registry = use(ShortcutsContext)
  useEffect(() => registry?.add(group), [registry, group])
}

/** Opens the list of shortcuts. */
export function useShowShortcuts(): () => void {
  const registry = use(ShortcutsContext)
  return useCallback(() => registry?.show(), [registry])
}

/** After `g`, the next key within this time is a place to go to. */
const CHORD_MS = 1_200

function usePlaces(): (event: KeyboardEvent) => boolean {
  const router = useRouter()
  const began = useRef(0)
  return useCallback(
    (event) => {
      const place = { d: '/', s: '/settings' }[event.key]
      const follows = event.timeStamp - began.current < CHORD_MS
      began.current = event.key === 'g' ? event.timeStamp : 0
      if (!follows || place === undefined) return false
      router.push(place)
      return true
    },
    [router],
  )
}

/** Listens for `?` and the places after `g`, and holds the list of all shortcuts on the page. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const [groups, setGroups] = useState<readonly ShortcutGroup[]>([])
  const goTo = usePlaces()
  const registry = useMemo<Registry>(
    () => ({
      add: (group) => {
        setGroups((now) => [...now, group])
        return () => setGroups((now) => now.filter((one) => one !== group))
      },
      show: () => setOpen(true),
    }),
    [],
  )
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return
      if (event.key === '?') setOpen(true)
      else if (!goTo(event)) return
      event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [goTo])
  return (
    <ShortcutsContext value={registry}>
      {children}
      <Dialog open={open} onOpenChange={setOpen} title={text.shortcuts.title} wide>
        <div className="grid gap-6 sm:grid-cols-2">
          {[EVERYWHERE, ...groups].map((group) => (
            <ShortcutList key={group.title} group={group} />
          ))}
        </div>
      </Dialog>
    </ShortcutsContext>
  )
}

function ShortcutList({ group }: { group: ShortcutGroup }) {
  return (
    <section>
      <h3 className="mb-2 text-[13px] font-semibold text-ink-soft">{group.title}</h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2">
        {group.shortcuts.map((shortcut) => (
          <div key={shortcut.does} className="contents">
            <dt>{shortcut.does}</dt>
            <dd className="flex items-start justify-end gap-1">
              {shortcut.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
