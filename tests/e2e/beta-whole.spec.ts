import { expect, test, type Browser, type Page } from '@playwright/test'
import type { ThreadView } from '@/lib/critique/contract'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'
import { keepPicture, looksRight } from './looks-right'
import { cardOf, markedWords } from './margin-acts'
import { paragraph, PHONE, selectIn, sheet, untilAwake } from './reading-room'

const TRUNKS = [
  'The ferry stopped running in October, and by Advent nobody on the island spoke of it any more.',
  'Agnes kept the ticket office open all the same. She lit the stove at six, and at ten to seven she looked at the clock.',
  'Her brother said that a stove in an empty office was a kind of prayer, and that she ought to charge for it.',
  'On the fourth of December the sea gave back the first of the trunks.',
  'It lay on the slip with its hasps shut, and it was dry.',
  'Nobody wanted to be the one to say so.',
].join('\n\n')

const CROWBAR = [
  'The priest came with a crowbar. He had not come to pray.',
  'Inside were timetables, three hundred of them, for a winter that had not happened yet.',
].join('\n\n')

/** A guest on his own phone. */
interface Guest {
  name: string
  page: Page
}

/** Selects these words on a phone, and writes about them. */
async function note({ page }: Guest, passage: string, body: string, feeling?: string): Promise<void> {
  await selectIn(page, passage)
  await page.getByRole('button', { name: 'React or note' }).tap()
  if (feeling) await sheet(page).getByRole('button', { name: feeling }).tap()
  await sheet(page).getByRole('textbox', { name: 'Your note' }).fill(body)
  await sheet(page).getByRole('button', { name: 'Keep it' }).tap()
  await expect(sheet(page)).toHaveCount(0)
}

/** Selects a whole paragraph, as three clicks do. */
async function takeParagraph(page: Page, words: string): Promise<void> {
  await textOf(page).locator('p').filter({ hasText: words }).click({ clickCount: 3 })
}

test.describe.serial('a beta reading from the first link to the last note', () => {
  let desk: ChapterDesk
  let browserOfAll: Browser
  let chapterId: string
  let sessionId: string
  let links: string[]
  let mara: Page
  let tomas: Page
  let frozen: string
  const guests: Guest[] = []

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(120_000)
    browserOfAll = browser
    desk = await openChapterDesk()
    chapterId = await desk.chapter(TRUNKS, 'The Trunks')
    await desk.chapter(CROWBAR, 'The Crowbar')
    mara = await (await browserOf(browser, desk, desk.mara)).newPage()
    const context = await browserOf(browser, desk, desk.tomas, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    tomas = await openChapter(context, desk, chapterId)
  })
  test.afterAll(async () => {
    for (const { page } of guests) await page.context().close()
    await desk?.stop()
  })

  /** The text of a chapter’s edition, as the server has it. */
  async function edition(index: number): Promise<string> {
    const session = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${sessionId}`)
    const { id } = (session['editions'] as { id: string }[])[index] ?? { id: '' }
    const path = `/api/v1/beta-sessions/${sessionId}/editions/${id}`
    const { title, html, paragraphs } = await desk.mara.api.done('GET', path)
    return JSON.stringify({ title, html, paragraphs })
  }

  /** Threads of the draft, as its author's margin gets them. */
  async function threads(): Promise<ThreadView[]> {
    const { threads: all } = await desk.mara.api.done(
      'GET',
      `/api/v1/chapters/${chapterId}/threads?limit=100`,
    )
    return all as ThreadView[]
  }

  const place = async (body: string) => (await threads()).find(({ comments }) => comments[0]?.body === body)

  test('the author freezes the text, asks, and makes a link for each of her guests', async () => {
    await mara.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}/beta-sessions/new`)
    await mara.getByLabel('Name of the session').fill('The winter readers')
    await mara
      .getByLabel('Letter to your readers')
      .fill('Read it by the stove, and tell me where you looked up.')
    await mara.getByRole('button', { name: 'Freeze the text and begin' }).click()
    await expect(mara).toHaveURL(/\/beta-sessions\/\w+\/readers$/)
    sessionId = /beta-sessions\/(\w+)/.exec(mara.url())?.[1] ?? ''
    frozen = await edition(0)

    await mara.getByRole('link', { name: 'Questions' }).click()
    await mara.getByRole('button', { name: 'Add a question' }).click()
    const question = mara.getByRole('listitem').filter({ has: mara.getByLabel('Question', { exact: true }) })
    await question.getByLabel('Question', { exact: true }).fill('Who sent the trunk, do you think?')
    await question.getByLabel('Asked', { exact: true }).selectOption({ label: 'inside “The Trunks”' })
    await question.getByLabel('After which paragraph').selectOption({ index: 4 })
    await mara.getByRole('button', { name: 'Save the questions' }).click()
    await expect(mara.getByText('Your readers are asked these from now on.').first()).toBeVisible()

    await mara.goto(`${desk.server.url}/beta-sessions/${sessionId}/readers`)
    links = []
    for (const name of ['Odile', 'Ben', 'Kit']) {
      await mara.getByRole('button', { name: 'New link' }).click()
      const dialog = mara.getByRole('dialog', { name: 'New link' })
      await dialog.getByLabel('Name of the reader').fill(name)
      await dialog.getByRole('button', { name: 'Make the link' }).click()
      links.push(await dialog.getByLabel('Send this link').inputValue())
      await dialog.getByRole('button', { name: 'Done' }).click()
    }
    expect(new Set(links).size).toBe(3)
  })

  test('three guests open their links on phones and begin', async () => {
    for (const [at, name] of ['Odile', 'Ben', 'Kit'].entries()) {
      const context = await browserOfAll.newContext(PHONE)
      const page = await context.newPage()
      await page.goto(links[at] ?? '')
      await expect(page.getByText('Read it by the stove')).toBeVisible()
      await expect(page.getByLabel('What shall the author call you?')).toHaveValue(name)
      await page.getByRole('button', { name: 'Start reading' }).tap()
      await page.getByRole('link', { name: 'Begin with “The Trunks”' }).tap()
      await untilAwake(page)
      guests.push({ name, page })
    }
  })

  test('they react, note and answer while the other author rewrites the draft', async () => {
    const [odile, ben, kit] = guests as [Guest, Guest, Guest]
    await note(odile, 'a stove in an empty office', 'I would go and sit there.', 'moved')

    // Tomas inserts above and inside, on his own desk.
    await caretAfter(tomas, 'spoke of it any more.')
    await tomas.keyboard.press('Enter')
    await tomas.keyboard.type('The gulls, who had no use for a timetable, stayed.')
    await caretAfter(tomas, 'a stove')
    await tomas.keyboard.type(', lit for nobody,')

    await note(ben, 'On the fourth of December', 'Why the fourth? It is my birthday.')
    await note(kit, 'Nobody wanted to be the one to say so.', 'This is the best line.', 'loved it')
    await paragraph(odile.page, 4).tap()
    await sheet(odile.page).getByRole('button', { name: 'tense' }).tap()
    await odile.page.keyboard.press('Escape')
    await note(ben, 'she looked at the clock', 'She does this on every page.', 'bored')

    // He deletes a paragraph that Ben wrote about, and moves the last one to the top.
    await takeParagraph(tomas, 'On the fourth of December')
    await tomas.keyboard.press('Backspace')
    await tomas.keyboard.press('Backspace')
    await takeParagraph(tomas, 'Nobody wanted')
    await tomas.keyboard.press('Control+x')
    await caretAfter(tomas, 'stayed.')
    await tomas.keyboard.press('Enter')
    await tomas.keyboard.press('Control+v')
    await untilSaved(tomas)

    for (const [{ page }, words] of [
      [odile, 'Her brother.'],
      [ben, 'The sea.'],
      [kit, 'Somebody who is not dead.'],
    ] as const) {
      await page.getByLabel('Who sent the trunk, do you think?').fill(words)
      await page.locator('[data-end]').scrollIntoViewIfNeeded()
    }
    await keepPicture(odile.page, 'whole-reader-phone')
  })

  test('one stops and says why, the others read to the end and hand in', async () => {
    const [odile, ben, kit] = guests as [Guest, Guest, Guest]
    await paragraph(ben.page, 2).tap()
    await sheet(ben.page).getByRole('button', { name: 'I stop here' }).tap()
    const stop = ben.page.getByRole('dialog', { name: 'You may stop here' })
    await stop.getByRole('textbox').fill('Too much looking at clocks.')
    await stop.getByRole('button', { name: 'I stop here' }).tap()
    await expect(ben.page.getByText('Thank you for reading this far.')).toBeVisible()
    for (const { name, page } of [odile, kit]) {
      await page.getByRole('link', { name: 'Next: The Crowbar' }).tap()
      await untilAwake(page)
      await page.locator('[data-end]').scrollIntoViewIfNeeded()
      await page
        .getByRole('link', { name: /^Contents/ })
        .first()
        .tap()
      await page.getByRole('button', { name: 'Hand in' }).tap()
      await expect(page.getByText(`Thank you, ${name}.`)).toBeVisible()
    }
  })

  test('the edition has not changed by one character, for the server nor on a phone', async () => {
    expect(await edition(0)).toBe(frozen)
    const [odile] = guests as [Guest]
    await odile.page.goto(links[0] ?? '')
    await odile.page.getByRole('button', { name: 'Read on as Odile' }).tap()
    const { editions } = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${sessionId}`)
    const [{ id }] = editions as [{ id: string }]
    await odile.page.goto(`${desk.server.url}/read/${sessionId}/${id}`)
    const read = await odile.page.locator('[data-p]').allInnerTexts()
    expect(read.map((words) => words.trim())).toEqual(TRUNKS.split('\n\n'))
  })

  test('their notes stand on the right words of the draft, and the lost one waits', async () => {
    const saved = await desk.saved(chapterId)
    expect(saved).toContain('said that a stove, lit for nobody, in an empty office')
    expect(saved).not.toContain('fourth of December')
    await mara.goto(`${desk.server.url}/chapters/${chapterId}`)
    await expect(cardOf(mara, 'I would go and sit there.')).toContainText('Odile')
    await expect
      .poll(() => markedWords(mara))
      .toEqual([
        'Nobody wanted to be the one to say so.',
        'she looked at the clock',
        'a stove, lit for nobody, in an empty office',
      ])
    const lost = mara.getByRole('region', { name: '1 note lost its words' })
    await expect(lost).toContainText('Why the fourth? It is my birthday.')
    await expect(lost).toContainText('On the fourth of December')
    expect((await place('I would go and sit there.'))?.placement?.state).toBe('exact')
    expect((await place('Why the fourth? It is my birthday.'))?.placement?.state).toBe('unplaced')
    expect((await place('This is the best line.'))?.placement?.state).toBe('moved')
    await looksRight(mara, 'whole-draft')

    await lost.getByRole('link', { name: 'In the edition' }).click()
    await expect(mara.locator('[data-asked]')).toHaveText(
      'On the fourth of December the sea gave back the first of the trunks.',
    )
  })

  test('the report tells who came how far, who stopped and why, and what each answered', async () => {
    await mara.goto(`${desk.server.url}/beta-sessions/${sessionId}`)
    await expect(mara.getByText('3 readers, 1 stopped, 2 handed in')).toBeVisible()
    await expect(mara.getByText('Too much looking at clocks.')).toBeVisible()
    for (const answer of ['Her brother.', 'The sea.', 'Somebody who is not dead.'])
      await expect(mara.getByText(answer, { exact: false }).first()).toBeVisible()
    await looksRight(mara, 'whole-report')
  })
})
