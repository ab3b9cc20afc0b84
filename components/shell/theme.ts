'use client'

import type { Preferences } from '@/lib/accounts/contract'
import { call } from '@/components/api'

export type Theme = Preferences['theme']

const YEAR_S = 31_536_000

/** The look of the page as the server set it on `<html>`. */
export function currentTheme(): Theme {
  return (document.documentElement.dataset['theme'] ?? 'system') as Theme
}

/** Shows the look at once; the cookie gives it to pages of signed-out visitors too. */
export function applyLook(look: Partial<Preferences>): void {
  const page = document.documentElement
  if (look.theme) {
    page.dataset['theme'] = look.theme
    document.cookie = `theme=${look.theme}; path=/; max-age=${YEAR_S}; samesite=lax`
  }
  if (look.paragraphs) page.dataset['paragraphs'] = look.paragraphs
  if (look.textSize) page.style.setProperty('--text', `${look.textSize}px`)
}

/** Shows the look and keeps it with the account. @throws {ApiError} when it could not be kept */
export async function keepLook(look: Partial<Preferences>): Promise<void> {
  applyLook(look)
  await call('PATCH', '/me', { body: { preferences: look } })
}
