import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { takeTableAway } from '@/tests/support/missing-table'
import { browserOf, openChapterDesk, type ChapterDesk } from './chapter-desk'
import { keepPicture, looksRight } from './looks-right'

test.describe('when something is wrong', () => {
  let desk: ChapterDesk
  let context: BrowserContext
  let page: Page
  let manuscript: string

  test.beforeAll(async () => {
    desk = await openChapterDesk()
    await desk.chapter('The ferry left at six.', 'The Timetable')
    manuscript = `${desk.server.url}/manuscripts/${desk.manuscriptId}`
  })
  test.afterAll(async () => {
    await desk.stop()
  })
  test.beforeEach(async ({ browser }) => {
    context = await browserOf(browser, desk, desk.mara)
    page = await context.newPage()
  })
  test.afterEach(async () => {
    await context.close()
  })

  const heading = (words: string) => page.getByRole('heading', { level: 1, name: words })
  const failed = () => heading('This page did not come together')
  const missing = () => heading('There is no page here')

  test('an address that no page has answers 404 with a way back to the desk', async () => {
    const response = await page.goto(`${desk.server.url}/no/such/page`)
    expect(response?.status()).toBe(404)
    await expect(missing()).toBeVisible()
    await expect(page).toHaveTitle(/Not found/)
    await looksRight(page, 'missing')
    await page.getByRole('link', { name: 'To your desk' }).click()
    await expect(page).toHaveURL(`${desk.server.url}/`)
  })

  test('a chapter one may not read looks the same as one that never was', async ({ browser }) => {
    const secret = await desk.mara.api.made(`/api/v1/workshops/${desk.workshopId}/manuscripts`, {
      title: 'Nobody’s Business',
    })
    const chapterId = await desk.mara.api.made(`/api/v1/manuscripts/${secret}/chapters`, {
      ...{ title: 'The Sealed Letter', markdown: 'It was never opened.' },
    })
    const other = await browserOf(browser, desk, desk.ines)
    const theirs = await other.newPage()
    const pages = []
    for (const id of [chapterId, 'never-was-a-chapter']) {
      const response = await theirs.goto(`${desk.server.url}/chapters/${id}`)
      expect(response?.status()).toBe(404)
      await expect(theirs.getByRole('heading', { level: 1, name: 'There is no page here' })).toBeVisible()
      expect(await theirs.content()).not.toContain('Sealed Letter')
      pages.push([theirs.url(), await theirs.title(), await theirs.getByRole('main').innerText()])
    }
    expect(pages[0]).toEqual(pages[1])
    await other.close()
  })

  test('a page whose data cannot be read says what is safe, and comes back with Try again', async () => {
    await page.goto(manuscript)
    await expect(heading('The Last Ferry')).toBeVisible()
    const putBack = takeTableAway(desk.server.dataDir, 'Chapter')
    try {
      const response = await page.reload()
      expect(response?.status()).toBe(500)
      await expect(failed()).toBeVisible()
      await expect(page.getByText('What was saved before is safe.', { exact: false })).toBeVisible()
      await expect(page).toHaveTitle(/Something went wrong/)
      expect(await page.content()).not.toMatch(/no such table|prisma/i)
      await looksRight(page, 'failed')
      await page.getByRole('button', { name: 'Try again' }).click()
      // What failed again looks as it did before: the button alone says that the answer has come.
      await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled()
      await expect(failed()).toBeVisible()
    } finally {
      putBack()
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(heading('The Last Ferry')).toBeVisible()
    await expect(page.getByRole('link', { name: /The Timetable/ }).first()).toBeVisible()
  })

  test('a failure of what every page needs still gets a page, and Try again brings back the same one', async () => {
    const putBack = takeTableAway(desk.server.dataDir, 'LoginSession')
    try {
      const response = await page.goto(manuscript)
      expect(response?.status()).toBe(500)
      await expect(failed()).toBeVisible()
      await looksRight(page, 'frame-failed')
    } finally {
      putBack()
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(heading('The Last Ferry')).toBeVisible()
    await expect(page).toHaveURL(manuscript)
  })

  test('a dialog whose server is away keeps the words, says so, and works when it is back', async () => {
    await page.goto(manuscript)
    await page.getByRole('button', { name: 'New chapter' }).click()
    const dialog = page.getByRole('dialog', { name: 'New chapter' })
    await dialog.getByLabel('Title of the chapter').fill('Low Water')
    await desk.server.kill()
    await dialog.getByRole('button', { name: 'Create it' }).click()
    await expect(dialog.getByRole('alert')).toContainText('The server cannot be reached.')
    await expect(dialog.getByRole('alert')).toContainText('What was saved before is safe')
    await expect(dialog.getByRole('alert')).toContainText('try again')
    await expect(dialog.getByLabel('Title of the chapter')).toHaveValue('Low Water')
    await keepPicture(page, 'dialog-away')
    await desk.server.restart()
    await dialog.getByRole('button', { name: 'Create it' }).click()
    await expect(
      page.getByRole('heading', { level: 1 }).or(page.locator('.chapter-text')).first(),
    ).toBeVisible()
    await expect
      .poll(async () => {
        const view = await desk.mara.api.done('GET', `/api/v1/manuscripts/${desk.manuscriptId}`)
        return (view.chapters as { title: string }[]).filter(({ title }) => title === 'Low Water').length
      })
      .toBe(1)
  })
})
