import { expect, test, type Page } from '@playwright/test'
import { browserOf, openChapter, openChapterDesk, textOf, type ChapterDesk } from './chapter-desk'
import { selectWords } from './margin-acts'
import { looksRight } from './looks-right'
import { invite, type Writer } from './screen-data'

const TEXT = [
  'The piano came up the cliff path on eleven men and a mule.',
  'Nobody on the island could play it. That had not been thought of.',
  'By Easter the damp had taken the lower octave, and the children had taken the rest.',
  'My grandmother kept the key on a nail beside the lamp.',
].join('\n\n')

async function comment(page: Page, words: string, body: string): Promise<void> {
  await selectWords(page, words)
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Comment/ })
    .click()
  await page.getByRole('textbox', { name: 'Comment' }).fill(body)
  await expect(page.getByText('Yours until you hand in')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveCount(0)
}

/** So long that it has to be scrolled. */
const LONG_TEXT = Array.from(
  { length: 40 },
  (_, at) =>
    `Paragraph ${at + 1} of the ledger says how many geese went over, and in which direction they thought.`,
).join('\n\n')

const banner = (page: Page) => page.getByRole('region', { name: 'Critique', exact: true })
const sheet = (page: Page) => page.getByRole('dialog', { name: 'My critique' })
const card = (page: Page, words: string) => page.locator('[data-slot]').filter({ hasText: words })
const close = (page: Page) => page.getByRole('button', { name: 'Close' }).click()

/** The picture of a page, for whoever looks at them: `ROUND_SHOTS=folder`. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['ROUND_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

test.describe.serial('a blind round', () => {
  let desk: ChapterDesk
  let kitSignedIn: Writer
  let mara: Page
  let ines: Page
  let kit: Page

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    kitSignedIn = await invite(desk.server.url, desk.mara, desk.workshopId, 'Kit Halvorsen')
    await desk.mara.api.done(
      'PUT',
      `/api/v1/manuscripts/${desk.manuscriptId}/collaborators/${kitSignedIn.userId}`,
      { role: 'critic' },
    )
    const chapterId = await desk.chapter(TEXT, 'The Lower Octave')
    const wide = { viewport: { width: 1440, height: 900 } }
    mara = await openChapter(await browserOf(browser, desk, desk.mara, wide), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines, wide), desk, chapterId)
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    kit = await openChapter(await browserOf(browser, desk, kitSignedIn, phone), desk, chapterId)
  })
  test.afterAll(() => desk.stop())

  test('asks what the hosts of the workshop have written down', async ({ browser }) => {
    const host = await (await browserOf(browser, desk, desk.mara)).newPage()
    await host.goto(`${desk.server.url}/workshops/${desk.workshopId}`)
    await host
      .getByRole('textbox', { name: 'Questions, one on each line' })
      .fill('Whose story is it?\n\nWhere did you stop?')
    await host.getByRole('button', { name: 'Save the questions' }).click()
    await expect(host.getByText('The questions are saved.').first()).toBeVisible()
    await looksRight(host, 'round-form')
    await host.close()
  })

  test('begins when its author says what she wants to know', async () => {
    await mara.getByRole('button', { name: 'Ask for critique' }).click()
    const dialog = mara.getByRole('dialog', { name: 'Ask for critique' })
    await dialog.getByLabel('What do you want to know?').fill('Is the grandmother too good to be true?')
    await dialog.getByText('Independently', { exact: true }).click()
    await expect(dialog.getByLabel('Questions for each critic')).toHaveValue(
      'Whose story is it?\nWhere did you stop?',
    )
    await looksRight(mara, 'round-ask')
    await dialog.getByRole('button', { name: 'Ask for critique' }).click()
    for (const page of [mara, ines, kit])
      await expect(banner(page)).toContainText('Is the grandmother too good to be true?')
    await expect(banner(mara)).toContainText('Nobody has handed in yet.')
    await expect(banner(ines)).toContainText('Only you see your notes until you hand in. No notes yet.')
    await expect(mara.getByText('In critique')).toBeVisible()
  })

  test('keeps what two critics write to themselves, also on a phone', async () => {
    await comment(ines, 'eleven men and a mule', 'The mule is the best of the twelve.')
    await comment(kit, 'on a nail beside the lamp', 'I want to hold that key.')
    await comment(kit, 'had taken the rest', 'Children are always to blame here.')
    await expect(banner(ines)).toContainText('1 note.')
    await expect(banner(kit)).toContainText('2 notes.')
    await expect(card(ines, 'The mule is the best')).toContainText('Only you see this')
    await expect(mara.locator('[data-thread]')).toHaveCount(0)
    await expect(ines.locator('[data-thread]')).toHaveCount(1)
    await shot(ines, 'critic')
    await shot(kit, 'critic-phone')
  })

  test('shows the critics nothing of each other, while their author sees who is here', async () => {
    await expect(mara.getByText('4 here')).toHaveCount(0)
    await expect(mara.getByText('3 here')).toBeVisible()
    await expect(ines.getByText('2 here')).toBeVisible()
  })

  test('keeps a form and a remark as they are written, over a reload', async () => {
    await banner(kit).getByRole('button', { name: 'My critique' }).click()
    await sheet(kit).getByLabel('Whose story is it?').fill('The piano’s.')
    await sheet(kit).getByLabel('Overall remark').fill('I would read a whole book of this island.')
    await expect(sheet(kit).getByText('Saved, for you alone')).toBeVisible()
    await expect(sheet(kit).getByText('I want to hold that key.')).toBeVisible()
    await shot(kit, 'my-critique-phone')
    await kit.reload()
    await textOf(kit).waitFor()
    await banner(kit).getByRole('button', { name: 'My critique' }).click()
    await expect(sheet(kit).getByLabel('Whose story is it?')).toHaveValue('The piano’s.')
    await expect(sheet(kit).getByLabel('Overall remark')).toHaveValue(/whole book/)
  })

  test('takes a package from the phone: the author has it at once, the other critic nothing', async () => {
    await sheet(kit).getByRole('button', { name: 'Hand in' }).click()
    const summary = kit.getByRole('dialog', { name: 'Hand in your critique?' })
    await expect(summary).toContainText('2 notes')
    await expect(summary).toContainText('1 of 2 answers')
    await expect(summary).toContainText('your overall remark')
    await shot(kit, 'hand-in-phone')
    await summary.getByRole('button', { name: 'Hand in' }).click()
    await expect(banner(mara)).toContainText('Kit Halvorsen has handed in.')
    await expect(card(mara, 'I want to hold that key.')).toContainText('Independent')
    await expect(ines.locator('[data-thread]')).toHaveCount(1)
    await expect(banner(ines)).not.toContainText('Kit')

    await banner(mara).getByRole('button', { name: 'Read what was handed in' }).click()
    const handedIn = mara.getByRole('dialog', { name: 'What was handed in' })
    await expect(handedIn).toContainText('I would read a whole book of this island.')
    await expect(handedIn).toContainText('The piano’s.')
    await expect(handedIn).toContainText('Not answered')
    await expect(handedIn).toContainText('Children are always to blame here.')
    await looksRight(mara, 'round-packages')
    await close(mara)
  })

  test('takes it back, and again with a note more', async () => {
    await sheet(kit).getByRole('button', { name: 'Take it back' }).click()
    await expect(card(mara, 'I want to hold that key.')).toHaveCount(0)
    await expect(banner(mara)).toContainText('Nobody has handed in yet.')
    await sheet(kit).getByRole('button', { name: 'Hand in' }).click()
    await kit
      .getByRole('dialog', { name: 'Hand in your critique?' })
      .getByRole('button', { name: 'Hand in' })
      .click()
    await expect(card(mara, 'I want to hold that key.')).toBeVisible()
    await close(kit)
    await comment(kit, 'Nobody on the island', 'Not even the priest?')
    await expect(banner(kit)).toContainText('One note is not handed in yet.')
    await banner(kit).getByRole('button', { name: 'My critique' }).click()
    await sheet(kit).getByRole('button', { name: 'Add 1 note' }).click()
    await expect(card(mara, 'Not even the priest?')).toBeVisible()
    await expect(card(mara, 'Not even the priest?')).not.toContainText('Independent')
    await close(kit)
  })

  test('lets one read without highlights, remembered', async () => {
    await ines.getByRole('button', { name: 'Hide highlights' }).click()
    await expect(ines.locator('[data-thread]')).toHaveCount(0)
    await ines.reload()
    await textOf(ines).waitFor()
    await expect(card(ines, 'The mule is the best')).toBeVisible()
    await expect(ines.locator('[data-thread]')).toHaveCount(0)
    await ines.getByRole('button', { name: 'Show highlights' }).click()
    await expect(ines.locator('[data-thread]')).toHaveCount(1)
  })

  test('opens for everyone when it ends; what was not handed in stays its critic’s', async () => {
    await banner(mara).getByRole('button', { name: 'More about this round' }).click()
    await mara.getByRole('menuitem', { name: 'End the round' }).click()
    await expect(card(ines, 'I want to hold that key.')).toContainText('Independent')
    await expect(ines.getByText('3 here')).toBeVisible()
    await expect(banner(ines)).toContainText('What you did not hand in is still yours alone.')
    await expect(card(mara, 'The mule is the best')).toHaveCount(0)
    await shot(ines, 'ended')
    await banner(ines).getByRole('button', { name: 'My critique' }).click()
    await looksRight(ines, 'round-my-critique')
    await sheet(ines).getByRole('button', { name: 'Hand in late' }).click()
    await ines
      .getByRole('dialog', { name: 'Hand in your critique?' })
      .getByRole('button', { name: 'Hand in' })
      .click()
    await expect(card(mara, 'The mule is the best')).toBeVisible()
    await expect(sheet(ines)).toContainText('You have handed this in.')
    await mara.getByRole('button', { name: 'Read what was handed in' }).click()
    await expect(mara.getByRole('dialog', { name: 'What was handed in' })).toContainText('1 of 2')
    await close(mara)
    await expect(mara.getByRole('button', { name: 'Ask for critique again' })).toBeVisible()
    await shot(mara, 'author-ended')
  })

  test('takes open notes beside private ones where the author allows both', async () => {
    await mara.getByRole('button', { name: 'Ask for critique again' }).click()
    const dialog = mara.getByRole('dialog', { name: 'Ask for critique' })
    await dialog.getByLabel('What do you want to know?').fill('Is it still too sweet?')
    await dialog.getByText('Both', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Ask for critique' }).click()
    await close(ines)
    await expect(banner(ines)).toContainText('Is it still too sweet?')
    await selectWords(ines, 'cliff path')
    await ines
      .getByRole('toolbar')
      .getByRole('button', { name: /^Comment/ })
      .click()
    await ines.getByRole('textbox', { name: 'Comment' }).fill('Not sweet at all.')
    await ines.getByRole('button', { name: 'Who sees this note' }).click()
    await ines.getByRole('menuitem', { name: 'Open at once' }).click()
    await ines.getByRole('button', { name: 'Post' }).click()
    await expect(card(mara, 'Not sweet at all.')).toBeVisible()
    await expect(card(ines, 'Not sweet at all.')).not.toContainText('Only you see this')
    await comment(ines, 'the lamp', 'Only for my package.')
    await expect(card(ines, 'Only for my package.')).toContainText('Only you see this')
    await expect(card(mara, 'Only for my package.')).toHaveCount(0)
    await looksRight(mara, 'round-author')
    await looksRight(ines, 'round-critic')
  })

  test('leads a critic back to where he was', async ({ browser }) => {
    const chapterId = await desk.chapter(LONG_TEXT, 'Geese')
    await desk.mara.api.done('POST', `/api/v1/chapters/${chapterId}/rounds`, { question: 'Too many geese?' })
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    const reader = await openChapter(await browserOf(browser, desk, kitSignedIn, phone), desk, chapterId)
    await comment(reader, 'Paragraph 1 of the ledger', 'Already geese.')
    await expect(banner(reader)).toContainText('1 note.')
    const kept = reader.waitForResponse(
      (response) => response.url().endsWith('/package') && response.request().method() === 'PUT',
    )
    await textOf(reader).getByText('Paragraph 30 of the ledger').scrollIntoViewIfNeeded()
    await kept
    await reader.reload()
    await textOf(reader).waitFor()
    await reader.evaluate(() => window.scrollTo(0, 0))
    await banner(reader).getByRole('button', { name: 'My critique' }).click()
    await sheet(reader).getByRole('button', { name: 'Continue where you were' }).click()
    await expect(textOf(reader).getByText('Paragraph 28 of the ledger')).toBeInViewport()
  })

  test('lets a critic throw away all he wrote, and take that back', async ({ browser }) => {
    const chapterId = await desk.chapter(TEXT, 'The Upper Octave')
    const round = await desk.mara.api.done('POST', `/api/v1/chapters/${chapterId}/rounds`, {
      question: 'Whose piano is it?',
    })
    const page = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
    await comment(page, 'cliff path', 'Whose cliff?')
    await comment(page, 'the lamp', 'Whose lamp?')
    const open = () => banner(page).getByRole('button', { name: 'My critique' }).click()
    await open()
    await sheet(page).getByLabel('Overall remark').fill('I would begin again.')
    await sheet(page).getByRole('button', { name: 'Throw it away' }).click()
    const dialog = page.getByRole('dialog', { name: 'Throw away your critique?' })
    await expect(dialog).toContainText('Two notes go to your trash and can be brought back for 30 days.')
    await expect(dialog).toContainText('Your answers and your overall remark are erased.')
    await looksRight(page, 'round-throw-away')
    await dialog.getByRole('button', { name: 'Throw it away' }).click()
    await expect(page.locator('[data-slot]')).toHaveCount(0)
    await expect(banner(page)).toContainText('No notes yet.')
    const { mine } = await desk.ines.api.done('GET', `/api/v1/rounds/${String(round.id)}`)
    expect(mine).toMatchObject({ notes: [], remark: '' })
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect(card(page, 'Whose cliff?')).toContainText('Only you see this')
    await expect(card(page, 'Whose lamp?')).toBeVisible()
    await open()
    await expect(sheet(page).getByLabel('Overall remark')).toHaveValue('I would begin again.')
  })

  test('stands on the desk: what the author asks, and until when', async ({ browser }) => {
    const chapterId = await desk.chapter(TEXT, 'The Pedals')
    await desk.mara.api.done('POST', `/api/v1/chapters/${chapterId}/rounds`, {
      question: 'Does anybody hear the sea in it?\n\nI have read it too often.',
      endsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    })
    const page = await (await browserOf(browser, desk, desk.ines)).newPage()
    await page.goto(desk.server.url)
    const row = page.getByRole('link', { name: /The Pedals/ })
    await expect(row).toContainText('Does anybody hear the sea in it?')
    await expect(row).not.toContainText('too often')
    await expect(row).toContainText(/ends\s*in 3 days/)
    await looksRight(page, 'round-desk')
  })
})
