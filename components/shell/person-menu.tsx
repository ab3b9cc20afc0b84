'use client'

import { Keyboard, LogOut, Settings, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { text } from '@/components/text/en'
import { trashText } from '@/components/text/trash'
import { Avatar } from '@/components/ui/avatar'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuRule } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import type { Person } from './person'
import { useShowShortcuts } from './shortcuts'
import { signOut } from './sign-out'
import { currentTheme, keepLook, type Theme } from './theme'

const THEMES = (['paper', 'sepia', 'night', 'system'] as const).map((value) => ({
  value,
  label: text.shell.themes[value],
}))

function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>(currentTheme)
  const toast = useToast()
  const choose = (next: Theme) => {
    setTheme(next)
    keepLook({ theme: next }).catch((error: unknown) => toast({ text: sentenceOf(error), tone: 'error' }))
  }
  return <MenuChoice label={text.shell.theme} value={theme} options={THEMES} onChange={choose} />
}

/** The person's own menu at the right end of the header. */
export function PersonMenu({ person }: { person: Person }) {
  const router = useRouter()
  const showShortcuts = useShowShortcuts()
  return (
    <Menu
      trigger={
        <button type="button" className="touch grid size-9 shrink-0 place-items-center rounded-full">
          <Avatar name={person.name} colour={person.colour} decorative />
          <span className="sr-only">{text.shell.menuOf(person.name)}</span>
        </button>
      }
    >
      <MenuLabel>
        <span className="block max-w-56 truncate font-semibold text-ink">{person.name}</span>
      </MenuLabel>
      <MenuItem sign={<Settings aria-hidden />} onSelect={() => router.push('/settings')}>
        {text.shell.settings}
      </MenuItem>
      <MenuItem sign={<Trash2 aria-hidden />} onSelect={() => router.push('/trash')}>
        {trashText.open}
      </MenuItem>
      <MenuItem sign={<Keyboard aria-hidden />} onSelect={showShortcuts}>
        {text.shell.shortcuts}
      </MenuItem>
      <MenuRule />
      <ThemeChoice />
      <MenuRule />
      <MenuItem sign={<LogOut aria-hidden />} onSelect={() => void signOut()}>
        {text.shell.signOut}
      </MenuItem>
    </Menu>
  )
}
