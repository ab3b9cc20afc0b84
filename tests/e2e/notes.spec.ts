import { readFileSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { browserOf, openChapter, openChapterDesk, type ChapterDesk } from './chapter-desk'
import { keepPicture, looksRight } from './looks-right'
import { beginNote, cardOf, markedWords } from './margin-acts'

const TEXT = [
  'The ferry left at six, as it had every evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '***',
  '“You count like a smuggler,” said the mate. “Generously, and to yourself.”',
  'Nobody laughed. The lamp in the wheelhouse had a crack that made two of every face.',
].join('\n\n')

const LONG = Array.from(
  { length: 90 },
  (_, at) =>
    `${at + 1}. I stopped at the lamp, went back to the passengers, and counted them myself once more.`,
).join('\n')

test.describe('the notes of a chapter', () => {
  let desk: ChapterDesk
  let chapterId: string
  let mara: Page
  let ines: Page

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    chapterId = await desk.chapter(TEXT)
    mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
  })
  test.afterAll(async () => {
    await desk.stop()
  })

  const note = (who: 'mara' | 'tomas' | 'ines', body: string, quote?: string, category?: string) =>
    desk[who].api.made(`/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'comment', body },
      ...(quote && { quote: { exact: quote } }),
      ...(category && { category }),
    })

  test('are written with light formatting by a critic who may not edit', async () => {
    const field = await beginNote(ines, 'one short both times')
    await field.fill('Who is missing?')
    await field.selectText()
    await ines.keyboard.press('Control+b')
    await expect(field).toHaveValue('**Who is missing?**')
    await ines.keyboard.press('Control+z')
    await expect(field).toHaveValue('Who is missing?')
    await ines.keyboard.press('Control+Shift+z')
    await ines.keyboard.press('End')
    await ines.keyboard.type(' See [the list](https://example.org/list), <img src=x onerror=alert(1)>')
    await ines.keyboard.press('Control+Enter')
    const card = cardOf(mara, 'Who is missing?')
    await expect(card.locator('strong')).toHaveText('Who is missing?')
    const link = card.getByRole('link', { name: 'the list' })
    await expect(link).toHaveAttribute('href', 'https://example.org/list')
    await expect(link).toHaveAttribute('rel', 'noopener nofollow ugc')
    await expect(card).toContainText('<img src=x onerror=alert(1)>')
    await expect(card.locator('img')).toHaveCount(0)
  })

  test('can be very long, and are folded then', async () => {
    await note('ines', LONG, 'since the bridge went', 'pacing')
    const card = cardOf(mara, 'counted them myself')
    const height = async () => (await card.boundingBox())?.height ?? 0
    await expect(card).toBeVisible()
    expect(await height()).toBeLessThan(480)
    await card.getByRole('button', { name: 'Show all of it' }).click()
    await expect.poll(height).toBeGreaterThan(2_000)
    await expect(card.getByRole('listitem').last()).toBeVisible()
    await card.getByRole('button', { name: 'Show less' }).click()
    await expect.poll(height).toBeLessThan(700)
  })

  test('are filtered by person, kind and words; the marks in the text follow', async () => {
    await note('tomas', 'The best line of the book.', 'You count like a smuggler', 'praise')
    await note('mara', 'Is this lamp needed at all?', 'The lamp in the wheelhouse', 'plot')
    await expect.poll(() => markedWords(mara)).toHaveLength(4)
    await mara.getByRole('button', { name: 'Filter notes' }).focus()
    await mara.keyboard.press('Enter')
    const filter = mara.getByRole('search', { name: 'Filter notes' })
    await filter.getByLabel('Person').selectOption('Tomas Oyelaran')
    const count = mara.locator('aside').getByRole('status').filter({ hasText: 'of 4 notes' })
    await expect(count).toHaveText('1 of 4 notes')
    await expect.poll(() => markedWords(mara)).toEqual(['You count like a smuggler'])
    await filter.getByLabel('Person').selectOption('Everybody')
    await filter.getByRole('searchbox', { name: 'Words' }).fill('LAMP in')
    await expect(count).toHaveText('1 of 4 notes')
    await expect(cardOf(mara, 'Is this lamp needed')).toBeVisible()
    await expect(cardOf(mara, 'The best line')).toHaveCount(0)
    await filter.getByRole('searchbox', { name: 'Words' }).fill('')
    await filter.getByLabel('Kind of note').selectOption('Praise')
    await expect.poll(() => markedWords(mara)).toEqual(['You count like a smuggler'])
    const top = async (place: Locator) => (await place.boundingBox())?.y ?? 0
    const [marks, card] = [mara.locator('.note').first(), cardOf(mara, 'The best line')]
    await expect.poll(async () => Math.abs((await top(marks)) - (await top(card)))).toBeLessThan(40)
    await keepPicture(mara, 'notes-filter-1280')
    await mara.keyboard.press('Escape')
    await mara.getByRole('button', { name: 'Show all again' }).click()
    await expect.poll(() => markedWords(mara)).toHaveLength(4)
  })

  test('are found with F, and a filter that finds nothing says so and can be undone', async () => {
    await mara.locator('body').press('f')
    const words = mara.getByRole('searchbox', { name: 'Words' })
    await words.fill('harpoon')
    await mara.keyboard.press('Escape')
    await expect(mara.getByText('No note is like that')).toBeVisible()
    expect(await markedWords(mara)).toEqual([])
    await mara.getByRole('button', { name: 'Show all again' }).first().click()
    await expect.poll(() => markedWords(mara)).toHaveLength(4)
  })

  test('are all reached by Tab and said with their passage, and their marks have labels', async () => {
    const labels = await mara
      .locator('[data-slot]')
      .evaluateAll((slots) =>
        slots.map((slot) => [(slot as HTMLElement).tabIndex, slot.getAttribute('aria-label')]),
      )
    expect(labels).toContainEqual([0, 'Note by Tomas Oyelaran on “You count like a smuggler”'])
    expect(labels.every(([tab]) => tab === 0)).toBe(true)
    const described = mara.locator('.note', { hasText: 'You count like a smuggler' })
    await expect(described.first()).toHaveAttribute('aria-description', 'Praise by Tomas Oyelaran')
    const seen = new Set<string>()
    await mara.locator('[data-slot]').first().focus()
    for (let at = 0; at < 60 && seen.size < 4; at++) {
      const slot = await mara.evaluate(
        () => document.activeElement?.closest('[data-slot]')?.getAttribute('data-slot') ?? '',
      )
      if (slot) seen.add(slot)
      await mara.keyboard.press('Tab')
    }
    expect(seen.size).toBe(4)
  })

  test('call people by name, who are offered while it is typed', async () => {
    const card = cardOf(ines, 'The best line')
    await card.click()
    await card.getByRole('button', { name: 'Reply…' }).click()
    const field = ines.getByRole('textbox', { name: 'Reply…' })
    await field.pressSequentially('Do you think so, @ma')
    const names = ines.getByRole('listbox', { name: 'People who may read this chapter' })
    await expect(names.getByRole('option')).toHaveText([/Mara Voss/])
    await keepPicture(ines, 'notes-names-1280')
    await ines.keyboard.press('Escape')
    await expect(names).toHaveCount(0)
    await expect(field).toHaveValue('Do you think so, @ma')
    await field.pressSequentially('r')
    await expect(names.getByRole('option')).toHaveText([/Mara Voss/])
    await ines.keyboard.press('Enter')
    await expect(field).toHaveValue('Do you think so, @Mara Voss ')
    await field.pressSequentially('?')
    await ines.keyboard.press('Control+Enter')
    const name = cardOf(mara, 'Do you think so').locator('span', { hasText: /^@Mara Voss$/ })
    await expect(name).toBeVisible()
    const answer = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}/threads?q=smuggler`)
    const [thread] = answer.threads as { comments: { mentions: { name: string }[] }[] }[]
    expect(thread?.comments.at(-1)?.mentions.map((person) => person.name)).toEqual(['Mara Voss'])
  })

  test('are answered without a word, live, with the names of those who did', async () => {
    const card = cardOf(mara, 'Who is missing?')
    await card.click()
    await card.getByRole('button', { name: 'React' }).first().click()
    await mara.getByRole('menuitem', { name: 'I’ll think about it' }).click()
    const seen = cardOf(ines, 'Who is missing?').getByRole('button', {
      name: 'I’ll think about it: Mara Voss',
    })
    await expect(seen).toHaveText('1')
    await seen.click()
    await expect(card.getByRole('button', { name: /^I’ll think about it: Mara Voss, Ines/ })).toHaveText('2')
    await card.getByRole('button', { name: /^I’ll think about it/ }).click()
    await expect(
      cardOf(ines, 'Who is missing?').getByRole('button', { name: 'I’ll think about it: Ines Rautio' }),
    ).toHaveAttribute('aria-pressed', 'true')
  })

  test('say what they said before they were changed', async () => {
    const card = cardOf(ines, 'Who is missing?')
    await card.click()
    await card.getByRole('button', { name: 'More' }).first().click()
    await ines.getByRole('menuitem', { name: 'Edit' }).click()
    const field = ines.getByRole('textbox', { name: 'Edit' })
    await field.fill('Who is missing? I think it is the mate.')
    await ines.keyboard.press('Control+Enter')
    const changed = cardOf(mara, 'I think it is the mate.')
    await changed.getByRole('button', { name: 'edited' }).click()
    const before = mara.getByRole('dialog', { name: 'What it said before' })
    await expect(before).toContainText('See the list')
    await expect(before).not.toContainText('the mate')
    await mara.keyboard.press('Escape')
  })

  test('have the kinds that the host of their workshop gives them', async () => {
    const page = await mara.context().newPage()
    await page.goto(`${desk.server.url}/workshops/${desk.workshopId}`)
    await page.getByRole('button', { name: 'Change: Kinds of notes' }).click()
    const dialog = page.getByRole('dialog', { name: 'Kinds of notes' })
    await dialog.getByLabel('Name of kind 2').fill('Sentence')
    await dialog.getByRole('button', { name: 'Do not offer Praise any more' }).click()
    await dialog.getByRole('button', { name: 'Add a kind' }).click()
    await dialog.getByLabel('Name of kind 10').fill('Rhythm')
    await keepPicture(page, 'notes-kinds-1280')
    await dialog.getByRole('button', { name: 'Save kinds' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText('Rhythm')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Rhythm')).toHaveCount(0)
    await page.getByRole('button', { name: 'Change: Kinds of notes' }).click()
    await dialog.getByLabel('Name of kind 2').fill('Sentence')
    await dialog.getByRole('button', { name: 'Do not offer Praise any more' }).click()
    await dialog.getByRole('button', { name: 'Add a kind' }).click()
    await dialog.getByLabel('Name of kind 10').fill('Rhythm')
    await dialog.getByRole('button', { name: 'Save kinds' }).click()
    await expect(page.getByText('Rhythm')).toBeVisible()
    await looksRight(page, 'workshop-kinds')
    await page.close()
    await ines.reload()
    await expect(cardOf(ines, 'The best line')).toContainText('Praise')
    await beginNote(ines, 'Nobody laughed.')
    await ines.getByRole('button', { name: 'Kind of note' }).click()
    await expect(ines.getByRole('menuitem', { name: 'Praise' })).toHaveCount(0)
    await ines.getByRole('menuitem', { name: 'Rhythm' }).click()
    await ines.getByRole('textbox', { name: 'Comment' }).fill('Two beats, then three. Good.')
    await ines.keyboard.press('Control+Enter')
    await expect(cardOf(ines, 'Two beats')).toContainText('Rhythm')
  })

  test('stand in one list with those of the other chapters, which leads to the words of each', async () => {
    const second = await desk.chapter('The bell rang twice, and then it did not.', 'Forty Steps')
    await desk.ines.api.made(`/api/v1/chapters/${second}/threads`, {
      ...{ kind: 'comment', body: 'Which bell?', quote: { exact: 'The bell rang twice' } },
    })
    const page = await ines.context().newPage()
    await page.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}`)
    await page.getByRole('link', { name: 'All notes' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'found' })).toHaveText('6 notes found')
    await expect(page.getByRole('heading', { level: 2 })).toHaveText([
      '1. What the Tide Kept',
      '2. Forty Steps',
    ])
    await looksRight(page, 'all-notes')
    await page.getByRole('searchbox', { name: 'Words' }).fill('bell')
    await expect(page.getByRole('status').filter({ hasText: 'found' })).toHaveText('1 note found')
    await page.getByRole('button', { name: 'Save notes' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'As Markdown' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toBe('Notes on The Last Ferry.md')
    expect(readFileSync(await download.path(), 'utf8')).toContain('> Which bell?')
    await page.getByRole('searchbox', { name: 'Words' }).fill('smuggler')
    await page.getByRole('link', { name: 'Note by Tomas Oyelaran on “You count like a smuggler”' }).click()
    await expect(page.locator('.note-active')).toHaveText('You count like a smuggler')
    await expect(page.locator('.note-active')).toBeInViewport()
    await expect(cardOf(page, 'The best line')).toBeInViewport()
    await page.close()
  })

  test('are written, filtered and answered with a thumb', async ({ browser }) => {
    const viewport = { width: 390, height: 844 }
    const context = await browserOf(browser, desk, desk.ines, { viewport, hasTouch: true, isMobile: true })
    const page = await openChapter(context, desk, chapterId)
    await page.locator('.note', { hasText: 'You count like a smuggler' }).first().tap()
    const sheet = page.getByRole('dialog')
    await expect(sheet).toContainText('The best line')
    await sheet.getByRole('button', { name: 'React' }).first().tap()
    await page.getByRole('menuitem', { name: 'I agree' }).tap()
    await expect(sheet.getByRole('button', { name: 'I agree: Ines Rautio' })).toBeVisible()
    await sheet.getByRole('button', { name: 'Reply…' }).tap()
    const field = sheet.getByRole('textbox', { name: 'Reply…' })
    await field.pressSequentially('Ask @to')
    await sheet.getByRole('option', { name: 'Tomas Oyelaran' }).tap()
    await expect(field).toHaveValue('Ask @Tomas Oyelaran ')
    await sheet.getByRole('button', { name: 'Bold' }).tap()
    await expect(field).toBeFocused()
    await page.keyboard.type('twice')
    await expect(field).toHaveValue('Ask @Tomas Oyelaran **twice**')
    await keepPicture(page, 'notes-phone-reply')
    await sheet.getByRole('button', { name: 'Reply', exact: true }).tap()
    await expect(sheet.locator('strong', { hasText: 'twice' })).toBeVisible()
    await sheet.getByRole('button', { name: 'Show every note' }).tap()
    await sheet.getByText('Filter notes').tap()
    await sheet.getByLabel('Person').selectOption('Mara Voss')
    await expect(sheet.getByRole('status').filter({ hasText: 'notes' })).toHaveText('1 of 5 notes')
    await expect(sheet.getByText('The best line of the book.')).toHaveCount(0)
    await keepPicture(page, 'notes-phone-filter')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    const { threads } = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}/threads?q=twice`)
    expect(JSON.stringify(threads)).toContain('Ask @Tomas Oyelaran **twice**')
  })
})
