import { gzipSync } from 'node:zlib'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { writeDraft } from '@/tests/support/draft'
import { keepPicture, looksRight } from './looks-right'
import {
  joinBy,
  openPage,
  openReadingDesk,
  paragraph,
  PHONE,
  selectIn,
  type ReadingDesk,
  type RoomEdition,
  type RoomSession,
  field,
  sheet,
} from './reading-room'

/** A later edition for somebody who read an earlier one: clean or with what changed, his old notes carried along. */

const LIGHT = [
  'The keeper of the north light wrote two letters a week and posted neither.',
  'On Sundays he polished the brass until he could see in it who was coming up the stairs, and on Mondays he let it go dull again, because nobody ever was.',
  'He said that this was a matter of salt. The inspector said that it was a matter of Mondays.',
  'Nobody had come up the stairs since the spring, when the man from the barometer company had lost his way.',
  '***',
  'The cat, which had no name, slept on the barometer and changed the weather by turning over.',
  'His sister would have known what to do about the letters, and about the cat. She lived across the sound, where the lamps are small and somebody blows them out at ten.',
  'In the last week of May somebody knocked.',
  'It was a knock without hurry, three and then one, as if whoever stood there had counted the stairs and come to the end of them.',
  'He did what a man does who has not been knocked at for a year: he looked at the cat. The cat turned over, and it began to rain.',
  'When he opened there was nobody, and on the step lay two letters in his own hand, both of them stamped, both of them opened and folded again by somebody who folds with care.',
  'He read them by the lamp. They were better than he had thought. In the one he said that he was well, and in the other that he was not, and in each there was a line in pencil under the same word.',
  'The word was lamp. He looked at it until the lamp itself began to look like a spelling mistake.',
  'Then he took a third sheet, and wrote the date on it, and after the date nothing for so long that the ink dried in the pen and the rain in the window.',
].join('\n\n')

/** About 5,000 words. */
const LONG = Array.from(
  { length: 125 },
  (_, at) =>
    `Night ${at + 1} of the log says which ships went by, in which direction they seemed to wish they were going, ` +
    `what the keeper had for supper, and that the lamp was trimmed at ${at % 12} o’clock and once more after that, ` +
    `because the man in tower number ${at * 7 + 3} never trims his.`,
).join('\n\n')

let desk: ReadingDesk
/** A chapter of its own for each test: it is revised. */
let chapter: string
let session: RoomSession

test.beforeAll(async () => {
  test.setTimeout(180_000)
  desk = await openReadingDesk()
})
test.afterAll(() => desk?.stop())

async function setUp(markdown = LIGHT, more: object = {}): Promise<void> {
  chapter = await desk.chapter('Two Letters', markdown)
  session = await desk.session([chapter], more)
}

/** Issues the draft as it is now, and makes it the edition that `openPage` opens. */
async function issue(): Promise<void> {
  const { editions } = await desk.mara.api.done('POST', `/api/v1/beta-sessions/${session.id}/editions`, {
    chapterId: chapter,
  })
  const last = (editions as RoomEdition[]).at(-1)
  if (!last) throw new Error('No edition was issued.')
  session = { ...session, editions: [last] }
}

async function revise(): Promise<void> {
  await writeDraft(desk.mara.api, chapter, (draft) => {
    draft.replace(0, 'two letters a week', 'three letters every week')
    draft.cut(2)
    draft.move(4, 1)
    draft.insert(6, 'The brass had needed no polishing that week.')
  })
  await issue()
}

const address = () => `${desk.server.url}/read/${session.id}/${session.editions[0].id}`
const bar = (page: Page) => page.getByRole('navigation', { name: 'Changes' })
const views = (page: Page) => page.getByRole('navigation', { name: 'How to show this edition' })
const awake = (page: Page) => page.locator('.room-page[data-awake]').waitFor()

interface Noted {
  editionId: string
  paragraph: number
  quote: string
  body: string
  reaction: string | null
}

async function seenByMara(): Promise<Noted[]> {
  const { notes } = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${session.id}/notes`)
  return notes as Noted[]
}

/** Notes at a tap on a paragraph. */
async function noteAt(page: Page, number: number, words: string): Promise<void> {
  await paragraph(page, number).tap()
  await field(page).fill(words)
  await sheet(page).getByRole('button', { name: 'Keep it' }).tap()
}

async function noteOn(page: Page, words: string, body: string): Promise<void> {
  await selectIn(page, words)
  await page.getByRole('button', { name: 'React or note' }).tap()
  await field(page).fill(body)
  await sheet(page).getByRole('button', { name: 'Keep it' }).tap()
}

/** Somebody with the first edition open on his phone. */
async function reader(context: BrowserContext, name = 'Odile'): Promise<Page> {
  const page = await joinBy(context, await desk.invite(session), name)
  await openPage(page, desk, session)
  return page
}

test('without a script the switch and the marks are there, and the way to the first change', async ({
  browser,
}) => {
  await setUp()
  const context = await desk.device(browser, { ...PHONE, javaScriptEnabled: false })
  const page = await joinBy(context, await desk.invite(session), 'Ines')
  await page.getByRole('link', { name: 'Begin with “Two Letters”' }).click()
  await expect(views(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'I have read this chapter' }).click()
  await expect(page.getByText('A newer edition of this chapter is out.')).toHaveCount(0)
  await revise()
  await page.reload()
  await keepPicture(page, 'since-contents-noscript')
  await page.getByRole('link', { name: 'Read it', exact: true }).click()
  await expect(page.getByText('You read edition 1 of this chapter; this one is newer.')).toBeVisible()
  await expect(page.locator('ins, del')).toHaveCount(0)
  await views(page).getByRole('link', { name: 'With what changed' }).click()
  await expect(page.getByText('10 words are new, 21 are gone, 1 paragraph moved.')).toBeVisible()
  await expect(paragraph(page, 0).locator('del')).toHaveText(['Cut: two (end of cut)', 'Cut: a (end of cut)'])
  await expect(page.getByText('The inspector said that it was a matter of Mondays.')).toBeVisible()
  await keepPicture(page, 'since-noscript')
  await page.getByRole('link', { name: 'To the first change' }).click()
  expect(new URL(page.url()).hash).toBe('#change-1')
  await views(page).getByRole('link', { name: 'As it reads' }).click()
  await expect(page.locator('ins, del')).toHaveCount(0)
  await page.goto(`${desk.server.url}/read/${session.id}`)
  await page.getByRole('link', { name: 'Read it with what changed' }).click()
  await expect(paragraph(page, 0).locator('ins')).not.toHaveCount(0)
})

test('there is no switch for who read none before, nor where nothing changed', async ({ browser }) => {
  await setUp()
  const early = await reader(await desk.device(browser), 'Odile')
  await revise()
  const late = await reader(await desk.device(browser), 'Ben')
  await expect(views(late)).toHaveCount(0)
  await late.goto(`${address()}?with=changes`)
  await awake(late)
  await expect(late.locator('ins, del')).toHaveCount(0)
  await expect(bar(late)).toHaveCount(0)
  await writeDraft(desk.mara.api, chapter, (draft) => draft.insert(0, 'It rained.'))
  await issue()
  await writeDraft(desk.mara.api, chapter, (draft) => draft.cut(0))
  await issue()
  // The same words as edition 2, which Ben read and Odile did not.
  await late.goto(`${address()}?with=changes`)
  await awake(late)
  await expect(views(late)).toHaveCount(0)
  await early.goto(address())
  await awake(early)
  await expect(views(early)).toBeVisible()
})

test('on a phone old notes come along, and what is noted there is of the edition in both views', async ({
  browser,
}) => {
  await setUp()
  const page = await reader(await desk.device(browser))
  const first = session.editions[0].id
  await noteOn(page, 'polished the brass', 'Lovely.')
  await noteAt(page, 2, 'Is it salt?')
  await expect.poll(async () => (await seenByMara()).length).toBe(2)
  await paragraph(page, 6).evaluate((block) =>
    window.scrollTo(0, block.getBoundingClientRect().top + window.scrollY - window.innerHeight * 0.3),
  )
  await expect
    .poll(async () => {
      const report = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${session.id}/report`)
      return (report.readers as { progress: { paragraph: number }[] }[])[0]?.progress[0]?.paragraph
    })
    .toBe(6)
  await revise()
  await openPage(page, desk, session)

  // Clean is what he gets unasked, from its beginning, with the way on to where he was.
  await expect(page.locator('ins, del')).toHaveCount(0)
  await expect(paragraph(page, 0)).toBeInViewport()
  await expect(paragraph(page, 2)).toHaveAttribute('data-felt-earlier')
  await keepPicture(page, 'since-clean-phone')
  await page.getByRole('link', { name: 'Go on where you were in the edition before' }).tap()
  await expect(paragraph(page, 5)).toBeInViewport()

  // What has no place is listed with its old words; the other is at its words, and both can be changed.
  const gone = page.getByRole('region', { name: 'From the edition before' })
  await expect(gone).toContainText('He said that this was a matter of salt.')
  await expect(gone).toContainText('Is it salt?')
  await gone.getByRole('button', { name: 'Change' }).tap()
  await expect(sheet(page)).toContainText('From edition 1. The words have no place here.')
  await field(page).fill('Is it only salt?')
  await keepPicture(page, 'since-gone-phone')
  await sheet(page).getByRole('button', { name: 'Keep it' }).tap()
  await expect(gone).toContainText('Is it only salt?')
  await selectIn(page, 'polished the brass')
  await page.getByRole('button', { name: 'React or note' }).tap()
  await expect(sheet(page)).toContainText('From edition 1. The words stand as they did.')
  await expect(field(page)).toHaveValue('Lovely.')
  await keepPicture(page, 'since-earlier-note-phone')
  await sheet(page).getByRole('button', { name: 'moved' }).tap()
  await sheet(page).getByRole('button', { name: 'Say something new here' }).tap()
  await expect(field(page)).toHaveValue('')
  await field(page).fill('Still lovely.')
  await sheet(page).getByRole('button', { name: 'Keep it' }).tap()
  const said = async () =>
    (await seenByMara()).map(({ editionId, quote, body, reaction }) => [
      editionId === first,
      quote,
      body,
      reaction,
    ])
  await expect.poll(said).toEqual([
    [true, 'polished the brass', 'Lovely.', 'moved'],
    [
      true,
      'He said that this was a matter of salt. The inspector said that it was a matter of Mondays.',
      'Is it only salt?',
      null,
    ],
    [false, 'polished the brass', 'Still lovely.', null],
  ])

  // With what changed: the same words have the same place.
  await page.locator('.room-menu > summary').tap()
  await page.locator('.room-menu').getByRole('link', { name: 'Show what changed' }).tap()
  await awake(page)
  await expect(page.locator('del')).not.toHaveCount(0)
  await expect(paragraph(page, 2)).toHaveAttribute('data-felt', /2$/)
  await page.locator('.room-page').evaluate((text) => {
    const [block] = text.querySelectorAll('[data-p="0"]')
    block?.scrollIntoView({ block: 'center' })
    if (block) getSelection()?.selectAllChildren(block)
  })
  await page.getByRole('button', { name: 'React or note' }).tap()
  await sheet(page).getByRole('button', { name: 'loved it' }).tap()
  await sheet(page).getByRole('button', { name: 'Close' }).tap()
  const whole = 'The keeper of the north light wrote three letters every week and posted neither.'
  await expect
    .poll(async () => (await seenByMara()).map(({ paragraph: at, quote, reaction }) => [at, quote, reaction]))
    .toContainEqual([0, whole, 'loved'])
  await page.locator('del').first().tap()
  await expect(sheet(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await paragraph(page, 7).scrollIntoViewIfNeeded()
  await page.locator('p[data-aside]').first().tap()
  await expect(sheet(page)).toHaveCount(0)
  await paragraph(page, 6).tap()
  await expect(sheet(page)).toContainText('This paragraph')
  await sheet(page).getByRole('button', { name: 'I stop here' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'I stop here' }).tap()
  await expect
    .poll(async () => {
      const report = await desk.mara.api.done(
        'GET',
        `/api/v1/beta-sessions/${session.id}/report?edition=${session.editions[0].id}`,
      )
      return (report.survival as { stops: { paragraph: number }[] }[]).flatMap(({ stops }) => stops)
    })
    .toMatchObject([{ paragraph: 6 }])
})

test('an old note is deleted in the later edition, and brought back where it was', async ({ browser }) => {
  await setUp()
  const page = await reader(await desk.device(browser))
  await noteOn(page, 'slept on the barometer', 'So do I.')
  await expect.poll(async () => (await seenByMara()).length).toBe(1)
  await revise()
  await openPage(page, desk, session)
  await expect(paragraph(page, 1)).toHaveAttribute('data-felt-earlier')
  await selectIn(page, 'slept on the barometer')
  await page.getByRole('button', { name: 'React or note' }).tap()
  await expect(sheet(page)).toContainText('The words stand elsewhere now.')
  await sheet(page).getByRole('button', { name: 'Delete' }).tap()
  await expect(paragraph(page, 1)).not.toHaveAttribute('data-felt')
  await expect.poll(async () => (await seenByMara()).length).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).tap()
  await expect(paragraph(page, 1)).toHaveAttribute('data-felt-earlier')
  await expect
    .poll(seenByMara)
    .toMatchObject([{ paragraph: 5, quote: 'slept on the barometer', body: 'So do I.' }])
})

test('one goes from change to change, by keys and by thumb', async ({ browser }) => {
  await setUp(LONG)
  const context = await desk.device(browser)
  const page = await reader(context)
  await writeDraft(desk.mara.api, chapter, (draft) => {
    draft.cut(124)
    draft.replace(60, 'supper', 'breakfast')
    draft.insert(3, 'There was no night between the third and the fourth.')
  })
  await issue()
  await page.goto(`${address()}?with=changes`)
  await awake(page)
  await expect(bar(page)).toContainText('3 changes')
  const next = bar(page).getByRole('button', { name: 'Next change' })
  await next.tap()
  await expect(bar(page)).toContainText('Change 1 of 3')
  await expect(paragraph(page, 3)).toBeInViewport()
  await next.tap()
  await expect(paragraph(page, 61)).toBeInViewport()
  await keepPicture(page, 'since-steps-phone')
  await page.keyboard.press(']')
  await expect(bar(page)).toContainText('Change 3 of 3')
  await expect(page.locator('p[data-aside]')).toBeInViewport()
  await page.keyboard.press(']')
  await expect(bar(page)).toContainText('Change 3 of 3')
  await page.keyboard.press('[')
  await expect(paragraph(page, 61)).toBeInViewport()
  // From wherever one has scrolled to.
  await paragraph(page, 20).evaluate((block) => block.scrollIntoView())
  await page.keyboard.press('[')
  await expect(bar(page)).toContainText('Change 1 of 3')
  await page.getByRole('button', { name: 'Next change' }).tap()
  await expect(bar(page)).toContainText('Change 2 of 3')
  // What is typed is no way to anywhere.
  await paragraph(page, 61).tap()
  await field(page).fill('Why ')
  await field(page).press(']')
  await expect(field(page)).toHaveValue('Why ]')
})

test('with what changed it is kept for reading without a net, beside the clean page', async ({ browser }) => {
  test.skip(process.env['TEST_SERVER'] === 'dev', 'next dev has no service worker')
  await setUp()
  const context = await desk.device(browser)
  const page = await reader(context)
  await noteOn(page, 'polished the brass', 'Lovely.')
  await noteAt(page, 2, 'Is it salt?')
  await expect.poll(async () => (await seenByMara()).length).toBe(2)
  await revise()
  await page.goto(`${address()}?with=changes`)
  await awake(page)
  await expect(paragraph(page, 2)).toHaveAttribute('data-felt-earlier')
  const paths = () =>
    page.evaluate(async (name) => {
      const keys = await (await caches.open(name)).keys()
      return keys.map(({ url }) => new URL(url).pathname + new URL(url).search)
    }, `reading-${session.id}`)
  const path = new URL(address()).pathname
  await expect
    .poll(async () => (await paths()).filter((one) => one.startsWith(path)).sort())
    .toEqual([path, `${path}?with=changes`])
  await context.setOffline(true)
  await page.reload()
  await awake(page)
  await expect(page.locator('del')).not.toHaveCount(0)
  await expect(paragraph(page, 2)).toHaveAttribute('data-felt-earlier')
  await expect(page.getByRole('region', { name: 'From the edition before' })).toContainText('Is it salt?')
  await noteAt(page, 1, 'Good cat.')
  await expect(page.getByText('1 note waits for the net')).toBeVisible()
  await keepPicture(page, 'since-offline-phone')
  await views(page).getByRole('link', { name: 'As it reads' }).tap()
  await awake(page)
  await expect(page.locator('ins, del')).toHaveCount(0)
  await expect(paragraph(page, 1)).toHaveAttribute('data-felt', '✎\uFE0E')
  await context.setOffline(false)
  await expect
    .poll(async () => (await seenByMara()).map(({ paragraph: at, body }) => [at, body]))
    .toContainEqual([1, 'Good cat.'])
})

test('what was cut under a content note stays folded', async ({ browser }) => {
  await setUp(LIGHT, {})
  await desk.mara.api.done('PATCH', `/api/v1/beta-sessions/${session.id}`, {
    contentNotes: [{ chapterId: chapter, from: 2, to: 2, what: 'an inspector', bridge: 'There are words.' }],
  })
  const page = await reader(await desk.device(browser))
  await revise()
  await page.goto(`${address()}?with=changes`)
  await awake(page)
  const cut = page.getByText('The inspector said that it was a matter of Mondays.')
  await expect(cut).toHaveCount(1)
  await expect(cut).toBeHidden()
  await page.getByText('Show the passage').first().tap()
  await expect(cut).toBeVisible()
})

test('it weighs no more than a page of 5,000 words may, clean and with what changed', async ({ browser }) => {
  test.skip(process.env['TEST_SERVER'] === 'dev', 'only a build can be weighed')
  await setUp(LONG)
  const page = await reader(await desk.device(browser))
  await writeDraft(desk.mara.api, chapter, (draft) => {
    for (let at = 120; at > 0; at -= 10) draft.replace(at, 'supper', 'breakfast')
    draft.cut(50)
    draft.move(90, 5)
  })
  await issue()
  await openPage(page, desk, session)
  const weigh = async (url: string) => {
    const html = await (await page.request.get(url)).text()
    const styles = [...new Set(html.match(/\/_next\/static\/[\w.~%@/-]+\.css\b/g))]
    expect(styles.length).toBeGreaterThan(0)
    let all = gzipSync(html).byteLength
    for (const style of styles)
      all += gzipSync(await (await page.request.get(desk.server.url + style)).body()).byteLength
    return { html, all }
  }
  const [clean, changed] = [await weigh(address()), await weigh(`${address()}?with=changes`)]
  console.log(`clean ${clean.all} B, with what changed ${changed.all} B`)
  expect(clean.html).not.toContain('<del')
  expect(changed.html.match(/<del/g)?.length).toBeGreaterThanOrEqual(12)
  expect(clean.all).toBeLessThanOrEqual(120_000)
  expect(changed.all).toBeLessThanOrEqual(120_000)
})

test('it looks like a book with a pencil in it, by day, by night and in sepia', async ({ browser }) => {
  await setUp()
  const context = await desk.device(browser, { viewport: { width: 1280, height: 900 } })
  const page = await joinBy(context, await desk.invite(session), 'Odile')
  await openPage(page, desk, session)
  await selectIn(page, 'polished the brass')
  await page.getByRole('button', { name: 'React or note' }).click()
  await field(page).fill('Lovely.')
  await sheet(page).getByRole('button', { name: 'Keep it' }).click()
  await paragraph(page, 2).click()
  await sheet(page).getByRole('button', { name: 'confused' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await seenByMara()).length).toBe(2)
  await revise()
  await page.goto(`${desk.server.url}/read/${session.id}`)
  await expect(page.getByText('Read it with what changed')).toBeVisible()
  await looksRight(page, 'since-contents')
  await openPage(page, desk, session)
  await expect(page.getByRole('region', { name: 'From the edition before' })).toBeVisible()
  await looksRight(page, 'since-clean')
  await page.goto(`${address()}?with=changes`)
  await awake(page)
  await expect(page.getByRole('region', { name: 'From the edition before' })).toBeVisible()
  await looksRight(page, 'since-changes')
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await keepPicture(page, 'since-step')
  await page.getByRole('region', { name: 'From the edition before' }).scrollIntoViewIfNeeded()
  await keepPicture(page, 'since-end')
  await context.addCookies([
    { name: 'scriptorium.page-look', value: 'sepia.19.book.skip', url: desk.server.url },
  ])
  await page.goto(`${address()}?with=changes`)
  await awake(page)
  await looksRight(page, 'since-sepia')
})
