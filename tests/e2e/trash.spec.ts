import { expect, test, type Page } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'

let desk: ChapterDesk

test.beforeAll(async () => {
  test.setTimeout(180_000)
  desk = await openChapterDesk()
})

test.afterAll(async () => {
  await desk?.stop()
})

const row = (page: Page, title: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: title })

test('a chapter is deleted by mistake while somebody writes in it, and comes back with every word', async ({
  browser,
}) => {
  const chapterId = await desk.chapter('Nobody counted the steps.', 'Low Water')
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)
  await caretAfter(tomas, 'counted the steps.')
  await tomas.keyboard.type(' She did, twice.')
  await untilSaved(tomas)

  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  await mara.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}`)
  await mara.getByRole('button', { name: 'More for “Low Water”' }).click()
  await mara.getByRole('menuitem', { name: 'Delete the chapter' }).click()
  // As long as the mouse is on it the toast stays.
  await mara.getByRole('button', { name: 'Undo' }).hover()
  await expect(row(mara, 'Low Water')).toHaveCount(0)
  await expect(tomas.locator('[data-saving]')).not.toHaveAttribute('data-saving', 'saved', { timeout: 5_000 })

  await mara.getByRole('button', { name: 'Undo' }).click()
  await expect(row(mara, 'Low Water')).toBeVisible()
  expect(await desk.saved(chapterId)).toBe('Nobody counted the steps. She did, twice.')
})

test('a manuscript that was deleted is found in the trash and brought back from there', async ({
  browser,
}) => {
  const manuscriptId = await desk.mara.api.made(`/api/v1/workshops/${desk.workshopId}/manuscripts`, {
    title: 'Salt Bread',
  })
  const page = await (await browserOf(browser, desk, desk.mara)).newPage()
  await page.goto(`${desk.server.url}/manuscripts/${manuscriptId}`)
  await page.getByRole('button', { name: 'More for this manuscript' }).click()
  await page.getByRole('menuitem', { name: 'Delete the manuscript' }).click()
  await expect(page).toHaveURL(/\/workshops\//)
  await expect(page.getByRole('main').getByText('Salt Bread')).toHaveCount(0)

  await page.goto(desk.server.url)
  await page.getByRole('main').getByRole('link', { name: 'Trash' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trash')
  await expect(row(page, 'Salt Bread')).toContainText('deleted by you')
  await page.getByRole('button', { name: 'Bring back “Salt Bread”' }).click()
  await expect(page.getByText('“Salt Bread” is back where it was.', { exact: true })).toBeVisible()
  await page.goto(`${desk.server.url}/manuscripts/${manuscriptId}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Salt Bread')
})
