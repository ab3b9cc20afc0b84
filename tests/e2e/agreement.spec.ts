import { expect, test, type Page } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'
import { cardOf as card } from './margin-acts'
import { keepPicture, looksRight } from './looks-right'
import { invite, type Writer } from './screen-data'

const TEXT = [
  'The piano came up the cliff path on eleven men and a mule. Nobody on the island could play it. That had not been thought of.',
  'By Easter the damp had taken the lower octave, and the children had taken the rest.',
  'My grandmother kept the key on a nail beside the lamp, where she could see it from the stove. She never said what it was for.',
  ...Array.from({ length: 14 }, (_, at) =>
    [
      `Winter number ${at + 2}: somebody tried the pedals again, and the whole house held its breath for the hymn that did not come.`,
      'The mule, who had carried the bass strings, was the only one to lift his head.',
    ].join(' '),
  ),
  'When they carried it down again it was lighter, and nobody could say of what.',
].join('\n\n')

const CROWD = 'Nobody on the island could play it.'

/** What each critic marks: words, kind, and what he says. */
const NOTES = {
  ines: [
    ['Nobody on the island', 'pacing', 'The joke comes too late.'],
    ['on a nail', 'praise', 'I want to hold that key.'],
    ['lighter, and nobody', 'praise', 'Oh.'],
  ],
  kit: [
    [CROWD, 'pacing', 'I would cut to Easter here.'],
    ['beside the lamp', 'clarity', 'Which lamp?'],
  ],
  odile: [
    ['could play it', 'praise', 'The whole book in one line.'],
    [TEXT.slice(0, 100), 'line', 'All of this opening is one breath.'],
  ],
} as const

const strip = (page: Page) => page.getByRole('toolbar', { name: /^Passages that several people marked/ })
const crowds = (page: Page) => strip(page).getByRole('button')
const crowdOn = (page: Page, words: string) =>
  strip(page).getByRole('button', { name: new RegExp(words.slice(0, 20)) })

test.describe.serial('where several agree', () => {
  let desk: ChapterDesk
  let critics: Record<keyof typeof NOTES, Writer>
  let chapterId: string
  let roundId: string
  let mara: Page
  let ines: Page

  const write = async (who: keyof typeof NOTES) => {
    for (const [exact, category, body] of NOTES[who])
      await critics[who].api.made(`/api/v1/chapters/${chapterId}/threads`, {
        ...{ kind: 'comment', quote: { exact }, category, body },
      })
  }
  const handIn = (who: keyof typeof NOTES) =>
    critics[who].api.done('POST', `/api/v1/rounds/${roundId}/package/hand-in`)

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    const guest = async (name: string) => {
      const writer = await invite(desk.server.url, desk.mara, desk.workshopId, name)
      const path = `/api/v1/manuscripts/${desk.manuscriptId}/collaborators/${writer.userId}`
      await desk.mara.api.done('PUT', path, { role: 'critic' })
      return writer
    }
    critics = {
      ines: desk.ines,
      kit: await guest('Kit Halvorsen'),
      odile: await guest('Odile Marchetti'),
    }
    chapterId = await desk.chapter(TEXT, 'The Lower Octave')
    const round = await desk.mara.api.done('POST', `/api/v1/chapters/${chapterId}/rounds`, {
      ...{ question: 'Does the opening hold?', isBlind: true },
    })
    roundId = String(round.id)
    for (const who of ['ines', 'kit', 'odile'] as const) await write(who)
    const wide = { viewport: { width: 1440, height: 900 } }
    mara = await openChapter(await browserOf(browser, desk, desk.mara, wide), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines, wide), desk, chapterId)
  })
  test.afterAll(() => desk.stop())

  test('is nobody’s to see before something is handed in, and not for who is bound', async () => {
    await expect(card(ines, 'The joke comes too late.')).toBeVisible()
    await handIn('kit')
    await expect(card(mara, 'I would cut to Easter here.')).toBeVisible()
    await expect(strip(mara)).toHaveCount(0)
    await handIn('odile')
    await expect(crowdOn(mara, CROWD)).toHaveAccessibleName(/^2 people marked this: /)
    await expect(strip(ines)).toHaveCount(0)
    await expect(ines.getByRole('button', { name: 'Agreement', exact: true })).toHaveCount(0)
  })

  test('counts the people of a passage when the round is over, by what they said', async () => {
    await handIn('ines')
    await desk.mara.api.done('PATCH', `/api/v1/rounds/${roundId}`, { end: true })
    for (const page of [mara, ines]) {
      await expect(crowds(page)).toHaveCount(2)
      await expect(crowdOn(page, CROWD)).toHaveAccessibleName(
        '3 people marked this: Pacing 2, Line 1, Praise 1. They disagree. “Nobody on the island could play it.”',
      )
      await expect(crowdOn(page, 'My grandmother kept')).toHaveAccessibleName(/^2 people .* They disagree/)
    }
    await crowdOn(mara, CROWD).hover()
    await expect(mara.getByRole('tooltip')).toContainText('3 people marked this')
    await expect(mara.getByRole('tooltip')).toHaveCSS('opacity', '1')
    await keepPicture(mara, 'agreement-tip')
    await mara.mouse.move(400, 400)
    await expect(mara.getByRole('tooltip')).toHaveCount(0)
  })

  test('is said on the cards of a crowd and on no other', async () => {
    const line = '3 people marked this: Pacing 2, Line 1, Praise 1. They disagree.'
    for (const words of ['The joke comes too late.', 'I would cut to Easter', 'The whole book in one line.'])
      await expect(card(mara, words)).toContainText(line)
    await expect(card(mara, 'All of this opening')).not.toContainText('marked this')
    await expect(card(mara, 'Oh.')).not.toContainText('marked this')
  })

  test('stands level with its words, also after somebody wrote above them', async () => {
    const gap = () =>
      crowdOn(mara, 'My grandmother kept').evaluate((segment) => {
        const paragraph = [...document.querySelectorAll('.chapter-text p')].find((one) =>
          one.textContent.startsWith('My grandmother'),
        )
        const words = paragraph?.getBoundingClientRect().top ?? NaN
        return Math.abs(segment.getBoundingClientRect().top - words)
      })
    // The banner of the round has gone from above the text.
    await expect.poll(gap).toBeLessThan(12)
    await caretAfter(mara, 'not been thought of.')
    await mara.keyboard.press('Enter')
    await mara.keyboard.insertText(
      'It had been thought of by everybody, and by each of them alone. '.repeat(4),
    )
    await expect.poll(gap).toBeLessThan(12)
    await expect(crowds(mara)).toHaveCount(2)
  })

  test('reads no position and renders nothing for a key', async () => {
    await caretAfter(mara, 'She never said')
    const watched = await strip(mara).evaluateHandle((element) => {
      const seen = { reads: 0, renders: 0, began: performance.now() }
      const read = element.getBoundingClientRect.bind(element)
      element.getBoundingClientRect = () => {
        seen.reads += 1
        return read()
      }
      new MutationObserver((all) => {
        seen.renders += all.filter(({ attributeName }) => attributeName !== 'style').length
      }).observe(element, { subtree: true, childList: true, attributes: true, characterData: true })
      return seen
    })
    const keys = 60
    for (let at = 0; at < keys; at++) await mara.keyboard.press('o')
    const { reads, renders, took } = await watched.evaluate((seen) => ({
      ...seen,
      took: performance.now() - seen.began,
    }))
    expect(renders).toBe(0)
    // Lines broke anew a few times; never more often than five times a second.
    expect(reads).toBeLessThanOrEqual(Math.ceil(took / 200) + 1)
    expect(reads).toBeLessThan(keys / 3)
    await untilSaved(mara)
    await expect(crowds(mara)).toHaveCount(2)
  })

  test('is one stop of the keyboard, with arrows from crowd to crowd', async () => {
    await ines.getByRole('button', { name: 'Which notes count' }).focus()
    await ines.keyboard.press('Tab')
    await expect(crowdOn(ines, CROWD)).toBeFocused()
    await expect(ines.getByRole('tooltip')).toBeVisible()
    await ines.keyboard.press('ArrowDown')
    await expect(crowdOn(ines, 'My grandmother kept')).toBeFocused()
    await ines.keyboard.press('ArrowDown')
    await expect(crowdOn(ines, 'My grandmother kept')).toBeFocused()
    await ines.keyboard.press('Enter')
    await expect(card(ines, 'I want to hold that key.')).toHaveAttribute('data-active', 'true')
    await ines.keyboard.press('Tab')
    await expect(crowds(ines).first()).not.toBeFocused()
  })

  test('counts notes that were settled, and brings them when they are asked for', async () => {
    const { threads } = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}/threads`)
    const first = (threads as { id: string; comments: { body: string }[] }[]).find(({ comments }) =>
      comments[0]?.body.startsWith('The joke'),
    )
    await desk.mara.api.done('PATCH', `/api/v1/threads/${first?.id}`, { status: 'resolved' })
    await expect(card(mara, 'The joke comes too late.')).toHaveCount(0)
    await expect(crowdOn(mara, CROWD)).toHaveAccessibleName(/^3 people/)
    await crowdOn(mara, CROWD).click()
    await expect(card(mara, 'The joke comes too late.')).toBeVisible()
    await mara.mouse.move(400, 400)
    await looksRight(mara, 'agreement')
  })

  test('is narrowed to one round', async () => {
    await critics.odile.api.made(`/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'comment', quote: { exact: 'it was lighter' }, category: 'praise', body: 'After all.' },
    })
    await expect(crowds(mara)).toHaveCount(3)
    await mara.getByRole('button', { name: 'Which notes count' }).click()
    await mara.getByRole('menuitemradio', { name: /^Round of/ }).click()
    await expect(crowds(mara)).toHaveCount(2)
    await mara.getByRole('button', { name: 'Which notes count' }).click()
    await mara.getByRole('menuitemradio', { name: 'Every note' }).click()
    await expect(crowds(mara)).toHaveCount(3)
  })

  test('is put away and stays away over a reload', async () => {
    await ines.getByRole('button', { name: 'Agreement', exact: true }).click()
    await expect(strip(ines)).toHaveCount(0)
    await expect(card(ines, 'I would cut to Easter')).not.toContainText('marked this')
    await ines.reload()
    await textOf(ines).waitFor()
    await expect(ines.getByRole('button', { name: 'Agreement', exact: true })).toHaveAttribute(
      'aria-pressed',
      'false',
    )
    await expect(strip(ines)).toHaveCount(0)
    await ines.getByRole('button', { name: 'Agreement', exact: true }).click()
    await expect(crowds(ines)).toHaveCount(3)
  })

  test('is a list in the sheet of notes on a phone', async ({ browser }) => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    const page = await openChapter(await browserOf(browser, desk, critics.kit, phone), desk, chapterId)
    await expect(strip(page)).toHaveCount(0)
    await page.getByRole('button', { name: /open notes?$/ }).tap()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('Where several agree').tap()
    const entry = sheet.getByRole('button', { name: /3 people marked this/ })
    await expect(entry).toContainText('They disagree')
    await keepPicture(page, 'agreement-phone-list')
    await entry.tap()
    await expect(page.getByRole('dialog', { name: '3 people marked this' })).toBeVisible()
    await expect(sheet).toContainText('I would cut to Easter here.')
    await expect(sheet).toContainText('The whole book in one line.')
    await expect(sheet).not.toContainText('I want to hold that key.')
    await keepPicture(page, 'agreement-phone-notes')
    await sheet.getByRole('button', { name: 'Show every note' }).tap()
    await expect(sheet).toContainText('I want to hold that key.')
  })
})
