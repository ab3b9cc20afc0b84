import { expect, type Page } from '@playwright/test'
import { caretAfter, textOf, untilSaved } from './chapter-desk'
import { LINES, test } from './ferry-desk'
import { looksRight } from './looks-right'
import { SOUND, SPOILT, spoilableChapter } from './spoilt-chapter'

// Servers start twice and commands run beside them.
test.describe.configure({ timeout: 240_000 })

const damaged = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'Recovering the last good version' })
const offer = (page: Page) => page.getByRole('status').filter({ hasText: 'Newer words are kept' })

/** Nothing that is typed into the text gets there. */
async function cannotWrite(page: Page): Promise<void> {
  await expect(textOf(page)).toHaveAttribute('contenteditable', 'false')
  const before = await textOf(page).innerText()
  await textOf(page).locator('p').last().click()
  await page.keyboard.type('Not taken.')
  expect(await textOf(page).innerText()).toBe(before)
}

test('a chapter that is damaged where it is stored opens at its last good version, for reading only', async ({
  browser,
  desk,
}) => {
  const chapter = await spoilableChapter(browser, desk)
  await chapter.tomas.context().close()
  await chapter.spoil()
  const stored = chapter.rows()

  const mara = await chapter.open('mara')
  await expect(damaged(mara)).toContainText('Nothing was overwritten')
  await expect(damaged(mara)).toContainText(`npm run --silent scriptorium -- repair ${chapter.chapterId}`)
  await expect(textOf(mara)).toContainText(LINES[2] + SOUND)
  await expect(textOf(mara)).not.toContainText(SPOILT)
  await cannotWrite(mara)
  await looksRight(mara, 'damaged-admin')

  const tomas = await chapter.open('tomas')
  await expect(damaged(tomas)).toContainText('read only for now')
  await expect(damaged(tomas)).toContainText('Whoever runs the server can repair it')
  await expect(damaged(tomas)).not.toContainText('npm')
  await cannotWrite(tomas)

  const ines = await chapter.open('ines')
  await expect(damaged(ines)).toContainText('You can go on reading what is sound')
  await expect(damaged(ines)).not.toContainText('npm')
  await expect(textOf(ines)).toContainText(LINES[2] + SOUND)
  await looksRight(ines, 'damaged-critic')

  expect(chapter.rows()).toEqual(stored)
})

test('a repair while people have the chapter open gives it back to them, and new words are saved', async ({
  browser,
  desk,
}) => {
  const chapter = await spoilableChapter(browser, desk)
  await chapter.tomas.context().close()
  await chapter.spoil()
  const [mara, tomas, ines] = [
    await chapter.open('mara'),
    await chapter.open('tomas'),
    await chapter.open('ines'),
  ]
  for (const page of [mara, tomas, ines]) await expect(damaged(page)).toBeVisible()
  const stored = chapter.rows()
  expect(await chapter.repair()).toMatchObject({ state: 'repaired', lost: { toSeq: stored.at(-1)?.seq } })

  for (const page of [mara, tomas, ines]) {
    await expect(damaged(page)).toHaveCount(0)
    await expect(textOf(page)).toContainText(LINES[2] + SOUND)
    await expect(offer(page)).toHaveCount(0)
  }
  await expect(textOf(ines)).toHaveAttribute('contenteditable', 'false')
  for (const page of [mara, tomas]) await expect(textOf(page)).toHaveAttribute('contenteditable', 'true')
  await caretAfter(mara, SOUND)
  await mara.keyboard.type(' It rang for an hour.')
  await caretAfter(tomas, 'since the bridge went.')
  await tomas.keyboard.type(' Nobody had missed it.')
  const whole = [`${LINES[0]} Nobody had missed it.`, LINES[1], `${LINES[2]}${SOUND} It rang for an hour.`]
  await expect.poll(() => desk.saved(chapter.chapterId)).toBe(whole.join('\n\n'))
  for (const page of [mara, tomas]) await untilSaved(page)
  for (const words of [' It rang for an hour.', ' Nobody had missed it.'])
    await expect(textOf(ines)).toContainText(words)
  expect(chapter.rows().slice(0, stored.length)).toEqual(stored)
  await mara.reload()
  await expect(textOf(mara)).toContainText('It rang for an hour.')
  await expect(damaged(mara)).toHaveCount(0)
})

test('what a browser has beyond the damage, and what was typed on the way, outlives the repair', async ({
  browser,
  desk,
}) => {
  const chapter = await spoilableChapter(browser, desk)
  const { tomas, network } = chapter
  network.cut()
  await caretAfter(tomas, 'since the bridge went.')
  await tomas.keyboard.type(' Somebody had lit a lamp.')
  await chapter.spoil()
  network.mend()
  await expect(damaged(tomas)).toBeVisible({ timeout: 30_000 })
  await expect(
    tomas.getByText('They are kept on this device and go in by themselves afterwards.', { exact: false }),
  ).toBeVisible()
  await expect(textOf(tomas)).toHaveAttribute('contenteditable', 'false')
  await looksRight(tomas, 'damaged-unsaved')
  await chapter.repair()

  await expect(damaged(tomas)).toHaveCount(0)
  const repaired = [`${LINES[0]} Somebody had lit a lamp.`, LINES[1], LINES[2] + SOUND].join('\n\n')
  await expect.poll(() => desk.saved(chapter.chapterId)).toBe(repaired)
  await untilSaved(tomas)
  await expect(offer(tomas)).toBeVisible()
  await offer(tomas).getByRole('button', { name: 'Show the copy' }).click()
  await expect(tomas.getByRole('region', { name: 'Kept on this device' })).toContainText(
    LINES[2] + SOUND + SPOILT,
  )
})
