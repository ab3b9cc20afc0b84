import { expect, test, type Page } from '@playwright/test'
import { browserOf, openChapterDesk, type ChapterDesk } from './chapter-desk'
import { keepPicture, looksRight } from './looks-right'

let desk: ChapterDesk
let chapterId: string

test.beforeAll(async () => {
  desk = await openChapterDesk()
  chapterId = await desk.chapter('The ferry left at six, and nobody waved.', 'The Timetable')
})

test.afterAll(() => desk.stop())

const note = (words: string) =>
  desk.ines.api.made(`/api/v1/chapters/${chapterId}/threads`, { kind: 'comment', body: words })
const answer = (threadId: string, words: string) =>
  desk.mara.api.done('POST', `/api/v1/threads/${threadId}/comments`, { body: words })
const bell = (page: Page, unread: number | string) =>
  page.getByRole('button', { name: unread === 0 ? 'Notices' : `Notices, ${unread} unread`, exact: true })

test('a new note rings the author’s bell while he looks at his desk, and visiting the chapter quiets it', async ({
  browser,
}) => {
  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  await mara.goto(desk.server.url)
  await expect(bell(mara, 0)).toBeVisible()
  const known = mara.waitForRequest(/notices\/news/)
  await known
  await note('Who was meant to wave?')
  await expect(bell(mara, 1)).toBeVisible()
  await note('Six in the morning?')
  await bell(mara, 1).click()
  const list = mara.getByRole('dialog', { name: 'Notices' })
  await expect(list.getByRole('link', { name: /Ines Rautio left 2 new notes/ })).toBeVisible()
  await looksRight(mara, 'notices-open')
  await list.getByRole('link', { name: /left 2 new notes/ }).click()
  await expect(mara).toHaveURL(new RegExp(`/chapters/${chapterId}`))
  await expect(bell(mara, 0)).toBeVisible()
})

test('an answer leads to its note, on a phone too, and what is read stays in the list', async ({
  browser,
}) => {
  const threadId = await note('Nobody at all?')
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const ines = await (await browserOf(browser, desk, desk.ines, phone)).newPage()
  // That the manuscript was shared with her.
  await desk.ines.api.done('POST', '/api/v1/me/notices/read', { until: new Date().toISOString() })
  await answer(threadId, 'Nobody at all. That is the book.')
  await ines.goto(desk.server.url)
  await bell(ines, 1).tap()
  const list = ines.getByRole('dialog', { name: 'Notices' })
  await expect(list.getByText('answered a note you take part in')).toBeVisible()
  await looksRight(ines, 'notices-phone')
  await list.getByRole('link', { name: 'All notices' }).tap()
  await expect(ines.getByRole('heading', { level: 1, name: 'Notices' })).toBeVisible()
  await keepPicture(ines, 'notices-page-phone')
  await ines.getByRole('link', { name: /Mara Voss answered/ }).tap()
  await expect(ines).toHaveURL(new RegExp(`thread=${threadId}`))
  await ines.goto(`${desk.server.url}/notices`)
  await expect(ines.getByRole('link', { name: /Mara Voss answered/ })).toBeVisible()
  await expect(ines.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
})

test('what is switched off is not told, and is told again when it is switched on', async ({ browser }) => {
  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  await desk.mara.api.done('POST', '/api/v1/me/notices/read', { until: new Date().toISOString() })
  await mara.goto(`${desk.server.url}/settings`)
  const box = mara.getByRole('checkbox', { name: 'New notes on chapters you write' })
  const kept = () => mara.waitForResponse((response) => response.url().endsWith('/switches') && response.ok())
  const off = kept()
  await box.uncheck()
  await off
  await looksRight(mara, 'notices-switches')
  await note('And the gulls?')
  await mara.goto(`${desk.server.url}/notices`)
  await expect(mara.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
  await mara.goto(`${desk.server.url}/settings`)
  await expect(box).not.toBeChecked()
  const on = kept()
  await box.check()
  await on
  await note('And the rain?')
  await mara.goto(`${desk.server.url}/notices`)
  await mara.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(mara.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
})
