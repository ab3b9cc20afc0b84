import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { browserOf, openChapterDesk, type ChapterDesk } from './chapter-desk'

const TITLES = ['The Timetable', 'Forty Steps', 'What the Tide Kept', 'The Bell'] as const

test.describe('the chapters of a manuscript', () => {
  let desk: ChapterDesk
  let context: BrowserContext
  let page: Page

  let manuscriptId: string

  test.beforeAll(async () => {
    desk = await openChapterDesk()
  })
  test.afterAll(async () => {
    await desk.stop()
  })
  test.beforeEach(async ({ browser }) => {
    const { api } = desk.mara
    manuscriptId = await api.made(`/api/v1/workshops/${desk.workshopId}/manuscripts`, { title: 'Low Water' })
    await api.done('PATCH', `/api/v1/manuscripts/${manuscriptId}`, { workshopRole: 'critic' })
    for (const title of TITLES) await api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, { title })
    context = await browserOf(browser, desk, desk.mara)
    page = await context.newPage()
    await page.goto(`${desk.server.url}/manuscripts/${manuscriptId}`)
    await expect(row(TITLES[0])).toBeVisible()
  })
  test.afterEach(async () => {
    await context.close()
  })

  const row = (title: string) => page.getByRole('listitem').filter({ hasText: title })
  const grip = (title: string) => page.getByRole('button', { name: `Drag “${title}” to another place` })
  const shown = () => page.locator('ol > li a [lang]').allTextContents()
  /** What screen readers were told last by the polite region of the list. */
  const told = (sentence: string) => expect(page.getByRole('status').getByText(sentence)).toBeAttached()

  /** Takes a chapter up from the keyboard. A grip describes itself from the moment on which it listens to keys. */
  async function takeUp(title: string): Promise<void> {
    await grip(title).focus()
    await expect(grip(title)).toHaveAccessibleDescription(/^Press Space to take the chapter up/)
    await page.keyboard.press('Space')
  }

  async function stored(): Promise<string[]> {
    const view = await desk.mara.api.done('GET', `/api/v1/manuscripts/${manuscriptId}`)
    return (view.chapters as { title: string }[]).map(({ title }) => title)
  }

  test('are put into another order by Space, arrows and Space, told all the way, and stay so', async () => {
    await takeUp('Forty Steps')
    await told('“Forty Steps” is taken up. It is chapter 2 of 4.')
    await page.keyboard.press('ArrowDown')
    await told('Chapter 3 of 4.')
    await page.keyboard.press('ArrowDown')
    await told('Chapter 4 of 4.')
    await page.keyboard.press('Space')

    await expect(page.getByText('“Forty Steps” is now chapter 4 of 4.').first()).toBeVisible()
    const wanted = ['The Timetable', 'What the Tide Kept', 'The Bell', 'Forty Steps']
    await expect.poll(stored).toEqual(wanted)
    await expect(grip('Forty Steps')).toBeFocused()
    await page.reload()
    await expect.poll(shown).toEqual(wanted)
  })

  test('stay where they were when Escape ends the move', async () => {
    await takeUp('The Bell')
    await told('“The Bell” is taken up. It is chapter 4 of 4.')
    await page.keyboard.press('ArrowUp')
    await told('Chapter 3 of 4.')
    await page.keyboard.press('Escape')
    await told('Cancelled. “The Bell” is chapter 4 of 4, as before.')
    await expect.poll(shown).toEqual([...TITLES])
    await expect(grip('The Bell')).toBeFocused()
    expect(await stored()).toEqual([...TITLES])
    await page.reload()
    await expect.poll(shown).toEqual([...TITLES])
  })

  test('move by Alt and arrows too, and undo brings the order back', async () => {
    await row('The Timetable').getByRole('link').focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(stored).toEqual(['Forty Steps', 'The Timetable', 'What the Tide Kept', 'The Bell'])
    await expect(row('The Timetable').getByRole('link')).toBeFocused()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(stored).toEqual([...TITLES])
    await expect.poll(shown).toEqual([...TITLES])
  })

  test('go back to their places when the server refuses the move, and the page says so', async () => {
    await page.route('**/api/v1/chapters/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort('connectionrefused') : route.continue(),
    )
    await takeUp('The Bell')
    await told('“The Bell” is taken up. It is chapter 4 of 4.')
    await page.keyboard.press('ArrowUp')
    await told('Chapter 3 of 4.')
    await page.keyboard.press('Space')
    await expect(page.getByText('The server cannot be reached.', { exact: false }).first()).toBeVisible()
    await expect.poll(shown).toEqual([...TITLES])
    expect(await stored()).toEqual([...TITLES])
  })

  test('have no grips for those who may only read and comment', async ({ browser }) => {
    const critic = await browserOf(browser, desk, desk.ines)
    const reading = await critic.newPage()
    await reading.goto(page.url())
    await expect(reading.getByRole('listitem').filter({ hasText: 'The Bell' })).toBeVisible()
    await expect(reading.getByRole('button', { name: /^Drag/ })).toHaveCount(0)
    await critic.close()
  })
})
