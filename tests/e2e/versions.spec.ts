import { expect } from '@playwright/test'
import { browserOf, caretAfter, openChapter, textOf, untilSaved } from './chapter-desk'
import { FERRY, LINES, test } from './ferry-desk'

test('a paragraph that was cut comes back with its note from a named version, while somebody else types', async ({
  browser,
  desk,
}) => {
  test.setTimeout(120_000)
  const chapterId = await desk.chapter(FERRY)
  await desk.ines.api.made(`/api/v1/chapters/${chapterId}/threads`, {
    ...{ kind: 'comment', body: 'Please never cut this.' },
    quote: { exact: 'You count like a smuggler' },
  })
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)

  await mara.getByRole('button', { name: 'Outline and details' }).click()
  await mara.getByRole('button', { name: 'Name the text as it is now' }).click()
  await mara.getByLabel('Name', { exact: true }).fill('Before the cut')
  await mara.getByRole('button', { name: 'Keep' }).click()
  await expect(mara.getByRole('link', { name: /Before the cut/ })).toBeVisible()
  await mara.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(mara.getByRole('dialog')).toHaveCount(0)

  await textOf(mara).locator('p').nth(1).click({ clickCount: 3 })
  await mara.keyboard.press('Backspace')
  await mara.keyboard.press('Backspace')
  await untilSaved(mara)
  await expect(textOf(tomas)).not.toContainText('smuggler')

  await mara.getByRole('button', { name: 'Outline and details' }).click()
  await mara.getByRole('link', { name: /Before the cut/ }).click()
  await expect(mara.getByRole('heading', { name: 'Before the cut' })).toBeVisible()
  await expect(mara.locator('.compared del').filter({ hasText: 'smuggler' })).toBeVisible()
  await expect(mara.getByText('Please never cut this.')).toBeVisible()
  await mara.getByRole('button', { name: 'Restore this version' }).click()
  await caretAfter(tomas, 'for a long time.')
  await mara.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(textOf(tomas)).toContainText('You count like a smuggler')
  // The restore is still waiting for words on their way; Tomas goes on where his cursor was.
  const typing = tomas.keyboard.type(' Then the bell rang all the same.', { delay: 40 })
  await expect(mara.getByText('The version is restored.').first()).toBeVisible()
  await typing
  await untilSaved(tomas)

  const restored = [LINES[0], LINES[1], `${LINES[2]} Then the bell rang all the same.`].join('\n\n')
  await expect.poll(() => desk.saved(chapterId)).toBe(restored)
  await expect(textOf(tomas)).toContainText('You count like a smuggler')
  await expect(tomas.locator('.note').filter({ hasText: 'You count like a smuggler' })).toBeVisible()

  await mara.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => desk.saved(chapterId)).not.toContain('smuggler')
})

test('critics have no versions: a version may hold what the author cut', async ({ browser, desk }) => {
  const chapterId = await desk.chapter(FERRY)
  const ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
  await ines.getByRole('button', { name: 'Outline and details' }).click()
  await expect(ines.getByRole('heading', { name: 'Outline' })).toBeVisible()
  await expect(ines.getByRole('link', { name: 'All versions' })).toHaveCount(0)
  const response = await ines.goto(`${desk.server.url}/chapters/${chapterId}/versions`)
  expect(response?.status()).toBe(404)
})
