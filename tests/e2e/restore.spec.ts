import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Browser, type Page } from '@playwright/test'
import { scriptoriumDone } from '@/tests/support/command-line'
import {
  browserOf,
  caretAfter,
  networkOf,
  openChapter,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'
import { FERRY, LINES, test } from './ferry-desk'
import { looksRight } from './looks-right'

// Servers start twice and commands run beside them.
test.describe.configure({ timeout: 240_000 })

const NEWER = 'On Thursday the ferry came back by itself.'

const offer = (page: Page) => page.getByRole('status').filter({ hasText: 'Newer words are kept' })
const copies = (page: Page) => page.getByRole('region', { name: 'Kept on this device' })

let folder: string

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scriptorium-backup-'))
})
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Ends the server, takes its database away, brings `backup` back in its place, and starts it on the same port. */
async function restore({ server }: ChapterDesk, backup: string): Promise<void> {
  await server.kill('SIGTERM')
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(server.dataDir, `scriptorium.sqlite${end}`), { force: true })
  await scriptoriumDone(server.dataDir, ['restore', backup])
  await server.restart()
}

/** A chapter that was backed up, and to which Tomas then added a paragraph that was saved. */
async function newerChapter(browser: Browser, desk: ChapterDesk) {
  const chapterId = await desk.chapter(FERRY)
  const backup = join(folder, 'words.sqlite')
  await scriptoriumDone(desk.server.dataDir, ['backup', backup])
  const context = await browserOf(browser, desk, desk.tomas, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const network = await networkOf(context)
  const tomas = await openChapter(context, desk, chapterId)
  await caretAfter(tomas, LINES[2])
  await tomas.keyboard.press('Enter')
  await tomas.keyboard.type(NEWER)
  await untilSaved(tomas)
  await expect.poll(() => desk.saved(chapterId)).toContain(NEWER)
  return { chapterId, backup, tomas, network }
}

test('words that were saved after the backup are offered by the browser that has them, and can be brought back', async ({
  browser,
  desk,
}) => {
  const { chapterId, backup, tomas } = await newerChapter(browser, desk)
  await restore(desk, backup)

  await expect(offer(tomas)).toBeVisible({ timeout: 30_000 })
  await untilSaved(tomas)
  await expect(textOf(tomas)).not.toContainText(NEWER)
  await expect(textOf(tomas)).toHaveAttribute('contenteditable', 'true')
  expect(await desk.saved(chapterId)).toBe(FERRY)
  await looksRight(tomas, 'newer-words')

  await tomas.reload()
  await offer(tomas).getByRole('button', { name: 'Show the copy' }).click()
  await expect(copies(tomas)).toContainText(NEWER)
  await expect(copies(tomas)).not.toContainText(LINES[1])
  await looksRight(tomas, 'newer-words-copy')
  await copies(tomas).getByRole('button', { name: 'Copy all of it' }).click()
  await expect(copies(tomas).getByText('Copied')).toBeVisible()
  expect(await tomas.evaluate(() => navigator.clipboard.readText())).toBe([...LINES, NEWER].join('\n'))
  await copies(tomas).getByRole('button', { name: 'Copy these words' }).click()
  await expect.poll(() => tomas.evaluate(() => navigator.clipboard.readText())).toBe(NEWER)
  await tomas.keyboard.press('Escape')
  await expect(tomas.getByRole('dialog')).toHaveCount(0)

  await caretAfter(tomas, LINES[2])
  await tomas.keyboard.press('Enter')
  await tomas.keyboard.press('Control+V')
  await untilSaved(tomas)
  await expect.poll(() => desk.saved(chapterId)).toBe(`${FERRY}\n\n${NEWER}`)
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
  await expect(textOf(mara)).toContainText(NEWER)
  await expect(offer(mara)).toHaveCount(0)

  await offer(tomas).getByRole('button', { name: 'Show the copy' }).click()
  await expect(copies(tomas)).toContainText('all of its words are in the chapter')
  await copies(tomas).getByRole('button', { name: 'Remove' }).click()
  await expect(copies(tomas)).toHaveCount(0)
  await tomas.keyboard.press('Escape')
  await expect(offer(tomas)).toHaveCount(0)
})

test('words that were typed while the backup came back go into the chapter by themselves', async ({
  browser,
  desk,
}) => {
  const { chapterId, backup, tomas, network } = await newerChapter(browser, desk)
  network.cut()
  await caretAfter(tomas, LINES[0])
  await tomas.keyboard.type(' The keeper wrote it down.')
  await restore(desk, backup)
  network.mend()

  const restored = [`${LINES[0]} The keeper wrote it down.`, LINES[1], LINES[2]].join('\n\n')
  await expect.poll(() => desk.saved(chapterId), { timeout: 30_000 }).toBe(restored)
  await untilSaved(tomas)
  await expect(textOf(tomas)).toContainText('The keeper wrote it down.')
  await offer(tomas).getByRole('button', { name: 'Show the copy' }).click()
  await expect(copies(tomas)).toContainText(NEWER)
})

test('playback that was opened before the backup came back shows the history that came back', async ({
  browser,
  desk,
}) => {
  const { chapterId, backup, tomas } = await newerChapter(browser, desk)
  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  const isPiece = /\/history\/\d+/
  await mara.route(isPiece, (route) => route.abort('internetdisconnected'))
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions/playback`)
  const again = mara.getByRole('button', { name: 'Try again' })
  await expect(again).toBeVisible()
  await restore(desk, backup)
  await expect(offer(tomas)).toBeVisible({ timeout: 30_000 })
  await caretAfter(tomas, LINES[2])
  await tomas.keyboard.type(' Then they went home.')
  await untilSaved(tomas)
  await mara.unroute(isPiece)

  const answer = mara.waitForResponse(isPiece)
  await mara.getByRole('button', { name: 'Previous moment' }).click()
  expect((await answer).status()).toBe(410)
  await again.click()
  await mara.getByRole('slider', { name: 'Moment' }).focus()
  await mara.keyboard.press('End')
  await expect(mara.locator('.compared')).toHaveText(`${LINES.join('')} Then they went home.`)
  await expect(mara.locator('.compared ins')).toHaveText([' Then they went home.'])
})

test('a chapter that was closed since offers its newer words when it is opened again', async ({
  browser,
  desk,
}) => {
  const { chapterId, backup, tomas } = await newerChapter(browser, desk)
  await tomas.getByRole('link', { name: 'The Last Ferry' }).click()
  await expect(tomas.getByRole('heading', { level: 1, name: 'The Last Ferry' })).toBeVisible()
  await restore(desk, backup)

  await tomas.goto(`${desk.server.url}/chapters/${chapterId}`)
  await offer(tomas).getByRole('button', { name: 'Show the copy' }).click()
  await expect(copies(tomas)).toContainText(NEWER)
})
