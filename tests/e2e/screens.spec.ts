import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { startServer, type TestServer } from '@/tests/support/server'
import { fill, type FullServer } from './screen-data'

/** `UPDATE_SCREENS=1` renews the pictures of the documentation. */
const PICTURES =
  process.env.UPDATE_SCREENS === '1' ? resolve(import.meta.dirname, '../../docs/screens') : null
/** `TEST_SERVER=dev` takes `next dev`, which needs no build. */
const PRODUCTION = process.env.TEST_SERVER !== 'dev'
const FILL_MS = 400_000

const WIDTHS = [1440, 768, 390] as const
const HEIGHTS = { 1440: 900, 768: 1024, 390: 844 }

interface Screen {
  /** Screen and state, as in `manuscript, very long title`. */
  name: string
  path: (full: FullServer) => string
  /** Who looks: a writer, a guest who reads, or null for a visitor. */
  as: 'mara' | 'tomas' | 'newcomer' | 'guest' | null
  status?: number
  /** What must be there before the screen is judged; the page's heading by default. */
  ready?: (page: Page) => Promise<void>
  /** How many margin cards must be there at 1,440 px, so that looking for overlaps is not looking at nothing. */
  cards?: number
  /** The name of its pictures in docs/screens. */
  picture?: string
}

async function comparisonIsThere(page: Page): Promise<void> {
  await expect(page.locator('.compared')).toBeVisible()
}

/** A new screen or state is one entry here. */
const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: () => '/sign-in', as: null, picture: 'sign-in' },
  { name: 'set-up with a used link', path: () => '/setup/used-long-ago', as: null },
  {
    name: 'invitation, seen by a visitor',
    path: (full) => new URL(full.invitationUrl).pathname,
    as: null,
    picture: 'invitation',
  },
  {
    name: 'invitation, seen by a person',
    path: (full) => new URL(full.invitationUrl).pathname,
    as: 'newcomer',
  },
  { name: 'desk, full', path: () => '/', as: 'mara', picture: 'desk' },
  { name: 'desk, answers', path: () => '/', as: 'tomas' },
  { name: 'desk, empty', path: () => '/', as: 'newcomer', picture: 'desk-new' },
  {
    name: 'all notes, thirty threads',
    path: (full) => `/manuscripts/${full.manuscriptId}/notes`,
    as: 'mara',
    ready: (page) => expect(page.getByRole('article').first()).toBeVisible(),
  },
  {
    name: 'workshop, full',
    path: (full) => `/workshops/${full.workshopId}`,
    as: 'mara',
    picture: 'workshop',
  },
  { name: 'workshop, empty', path: (full) => `/workshops/${full.emptyWorkshopId}`, as: 'mara' },
  { name: 'workshop, seen by a member', path: (full) => `/workshops/${full.workshopId}`, as: 'tomas' },
  {
    name: 'manuscript, full with thirty threads',
    path: (full) => `/manuscripts/${full.manuscriptId}`,
    as: 'mara',
    picture: 'manuscript',
  },
  { name: 'manuscript, empty', path: (full) => `/manuscripts/${full.emptyManuscriptId}`, as: 'mara' },
  {
    name: 'manuscript, very long title',
    path: (full) => `/manuscripts/${full.longManuscriptId}`,
    as: 'mara',
  },
  {
    name: 'chapter, thirty threads',
    path: (full) => `/chapters/${full.chapterId}`,
    as: 'mara',
    cards: 30,
    picture: 'chapter',
  },
  { name: 'chapter, empty', path: (full) => `/chapters/${full.emptyChapterId}`, as: 'mara' },
  { name: 'chapter, very long title', path: (full) => `/chapters/${full.longChapterId}`, as: 'mara' },
  {
    name: 'versions, changed since',
    path: (full) => `/chapters/${full.redraftedChapterId}/versions`,
    as: 'mara',
    ready: comparisonIsThere,
    picture: 'versions',
  },
  { name: 'versions, empty', path: (full) => `/chapters/${full.emptyChapterId}/versions`, as: 'mara' },
  {
    name: 'versions, very long title',
    path: (full) => `/chapters/${full.longChapterId}/versions`,
    as: 'mara',
  },
  {
    name: 'who wrote what',
    path: (full) => `/chapters/${full.redraftedChapterId}/versions/authors`,
    as: 'mara',
    ready: (page) => expect(page.locator('.written-who').first()).toBeVisible(),
    picture: 'who-wrote-what',
  },
  {
    name: 'who wrote what, empty',
    path: (full) => `/chapters/${full.emptyChapterId}/versions/authors`,
    as: 'mara',
    ready: (page) => expect(page.getByText('Nothing was written yet')).toBeVisible(),
  },
  {
    name: 'cut passages',
    path: (full) => `/chapters/${full.redraftedChapterId}/versions/cuts`,
    as: 'mara',
    ready: (page) => expect(page.getByRole('article').first()).toBeVisible(),
    picture: 'cut-passages',
  },
  {
    name: 'cut passages, empty and a very long title',
    path: (full) => `/chapters/${full.longChapterId}/versions/cuts`,
    as: 'mara',
    ready: (page) => expect(page.getByText('Nothing was cut')).toBeVisible(),
  },
  {
    name: 'playback',
    path: (full) => `/chapters/${full.redraftedChapterId}/versions/playback`,
    as: 'mara',
    ready: comparisonIsThere,
    picture: 'playback',
  },
  {
    name: 'playback, very long title',
    path: (full) => `/chapters/${full.longChapterId}/versions/playback`,
    as: 'mara',
    ready: comparisonIsThere,
  },
  {
    name: 'beta session, three readers',
    path: (full) => `/beta-sessions/${full.lent.sessionId}`,
    as: 'mara',
    picture: 'beta-report',
  },
  {
    name: 'beta session, a link opened by a visitor',
    path: (full) => new URL(full.lent.linkUrl).pathname,
    as: null,
    picture: 'beta-link',
  },
  {
    name: 'reading room',
    path: (full) => `/read/${full.lent.sessionId}/${full.lent.editionId}`,
    as: 'guest',
    ready: (page) => expect(page.locator('.room-page[data-awake]')).toBeVisible(),
    picture: 'reading-room',
  },
  { name: 'notices', path: () => '/notices', as: 'mara', picture: 'notices' },
  { name: 'settings', path: () => '/settings', as: 'mara', picture: 'settings' },
  { name: 'trash, full', path: () => '/trash', as: 'mara', picture: 'trash' },
  { name: 'trash, empty', path: () => '/trash', as: 'newcomer' },
  { name: 'not found', path: () => '/manuscripts/no-such-thing', as: 'mara', status: 404 },
]

let server: TestServer
let full: FullServer

test.beforeAll(async () => {
  test.setTimeout(FILL_MS)
  server = await startServer({ production: PRODUCTION })
  const link = await server.setupLink()
  if (!link) throw new Error(`The server printed no set-up link:\n${server.output()}`)
  full = await fill(server.url, link)
})

test.afterAll(async () => {
  await server?.stop()
})

async function signInAs(context: BrowserContext, who: Screen['as']): Promise<void> {
  if (!who) return
  const cookie = who === 'guest' ? full.lent.guestCookie : full[who].cookie
  const cookies = cookie.split('; ').map((one) => {
    const at = one.indexOf('=')
    return { name: one.slice(0, at), value: one.slice(at + 1), url: server.url }
  })
  await context.addCookies(cookies)
}

/** Pairs of margin cards that lie on each other. */
function overlappingCards(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.note-slot')].map((card) => card.getBoundingClientRect())
    const seen = boxes.filter((box) => box.width > 0 && box.height > 0)
    return seen.filter((one, at) =>
      seen.some((other, index) => index > at && one.top < other.bottom - 1 && other.top < one.bottom - 1),
    ).length
  })
}

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
}

async function open(
  page: Page,
  screen: Screen,
  width: (typeof WIDTHS)[number],
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  await signInAs(page.context(), screen.as)
  await page.setViewportSize({ width, height: HEIGHTS[width] })
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme })
  const response = await page.goto(server.url + screen.path(full), { waitUntil: 'load' })
  expect(response?.status()).toBe(screen.status ?? 200)
  await (screen.ready?.(page) ?? expect(page.getByRole('heading', { level: 1 })).toBeVisible())
}

/** How far the page is wider than the window, in CSS pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

for (const screen of SCREENS) {
  for (const width of WIDTHS) {
    test(`${screen.name} at ${width} px stands, fits and is accessible`, async ({ page }) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      await open(page, screen, width)
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      if (screen.cards && width === 1440) await expect(page.locator('.note-slot')).toHaveCount(screen.cards)
      expect(await overlappingCards(page)).toBe(0)
      expect(await seriousFaults(page)).toEqual([])
      if (screen.picture && width !== 768) await picture(page, `${screen.picture}-${width}`)
      if (width === 1440) {
        // Opened anew: Chromium keeps the old colours of text it skips (content-visibility) when the theme changes.
        await open(page, screen, width, 'dark')
        expect(await seriousFaults(page)).toEqual([])
        if (screen.picture) await picture(page, `${screen.picture}-night`)
      }
      expect(complaints).toEqual([])
    })
  }
}

test('the full desk, workshop and manuscript fit from 360 to 2,560 px', async ({ page }) => {
  for (const name of [
    'desk, full',
    'workshop, full',
    'manuscript, full with thirty threads',
    'settings',
    'trash, full',
  ]) {
    const screen = SCREENS.find((one) => one.name === name)
    if (!screen) throw new Error(`No screen is called ${name}`)
    await open(page, screen, 1440)
    for (const width of [360, 2560]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await overflow(page), `${name} at ${width} px`).toBeLessThanOrEqual(0)
    }
  }
})
