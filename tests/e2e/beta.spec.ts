import { expect, test, type Page } from '@playwright/test'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { letDaysPass } from '@/tests/support/later'
import { browserOf, openChapterDesk, type ChapterDesk } from './chapter-desk'
import { looksRight } from './looks-right'

const TEXT = [
  'The ferry stopped running in October, and by Advent nobody on the island spoke of it any more.',
  'Every morning at ten to seven somebody would come in, stamping, and look at the clock, and look at her.',
  'On the fourth of December the sea gave back the first of the trunks. It lay with its hasps intact.',
  'Nobody laughed. They stood there for a long time.',
].join('\n\n')

const SECOND = ['The priest came with a crowbar.', 'He had not come to pray.'].join('\n\n')

interface Guest {
  api: ApiClient
  path: string
}

test.describe.serial('an author with beta readers', () => {
  let desk: ChapterDesk
  let mara: Page
  let link: string
  let sessionId: string
  const guests: Guest[] = []

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(120_000)
    desk = await openChapterDesk()
    await desk.chapter(TEXT, 'The Trunks')
    await desk.chapter(SECOND, 'The Crowbar')
    const context = await browserOf(browser, desk, desk.mara, { viewport: { width: 1280, height: 900 } })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    mara = await context.newPage()
  })
  test.afterAll(() => desk.stop())

  async function guest(name: string, token: string): Promise<Guest> {
    const path = `/api/v1/beta-sessions/${sessionId}`
    const joined = await apiClient(desk.server.url, null).done('POST', `${path}/join`, { token, name })
    const one = { api: apiClient(desk.server.url, String(joined.token)), path }
    guests.push(one)
    return one
  }

  test('finds the way from the manuscript, and begins a session', async () => {
    await mara.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}`)
    await mara.getByRole('link', { name: 'Beta readers' }).click()
    await expect(mara.getByText('Nobody is reading yet.')).toBeVisible()
    await looksRight(mara, 'beta-none')
    await mara.getByRole('link', { name: 'New beta session' }).click()
    await mara.getByLabel('Name of the session').fill('First readers')
    await mara
      .getByLabel('Letter to your readers')
      .fill('It is the third draft. Tell me where you stopped believing.')
    for (const chapter of await mara.getByRole('checkbox').all()) await expect(chapter).toBeChecked()
    await mara.getByText('One after the other', { exact: true }).click()
    await looksRight(mara, 'beta-new')
    await mara.getByRole('button', { name: 'Freeze the text and begin' }).click()
    await expect(mara.getByRole('heading', { level: 1, name: 'First readers' })).toBeVisible()
    await expect(mara).toHaveURL(/\/beta-sessions\/\w+\/readers$/)
    sessionId = /beta-sessions\/(\w+)/.exec(mara.url())?.[1] ?? ''
    await expect(mara.getByText('Nobody has come yet.')).toBeVisible()
  })

  test('makes a personal link, which is shown this once', async () => {
    await mara.getByRole('button', { name: 'New link' }).click()
    const dialog = mara.getByRole('dialog', { name: 'New link' })
    await dialog.getByLabel('Name of the reader').fill('Wren')
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    link = await dialog.getByLabel('Send this link').inputValue()
    expect(link).toMatch(/\/beta\/[\w-]{43}$/)
    await dialog.getByRole('button', { name: 'Copy the link' }).click()
    expect(await mara.evaluate(() => navigator.clipboard.readText())).toBe(link)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(mara.getByText('not used yet')).toBeVisible()
    await looksRight(mara, 'beta-links')
  })

  test('asks questions at the end and inside the text, and warns of a passage', async () => {
    await mara.getByRole('link', { name: 'Questions' }).click()
    await mara.getByRole('button', { name: 'Add a question' }).click()
    const first = mara
      .getByRole('listitem')
      .filter({ has: mara.getByLabel('Question', { exact: true }) })
      .first()
    await first.getByLabel('Question', { exact: true }).fill('What do you think is in the trunk?')
    await first.getByLabel('Asked', { exact: true }).selectOption({ label: 'inside “The Trunks”' })
    await first.getByLabel('After which paragraph').selectOption({ index: 2 })
    await mara.getByRole('button', { name: 'Add a question' }).click()
    const second = mara
      .getByRole('listitem')
      .filter({ has: mara.getByLabel('Question', { exact: true }) })
      .nth(1)
    await second.getByLabel('Question', { exact: true }).fill('How tense was it?')
    await second.getByLabel('Answered').selectOption('scale')
    await mara.getByRole('button', { name: 'Add a content note' }).click()
    await mara.getByLabel('What is in it').fill('a drowning')
    await mara.getByLabel('From paragraph').selectOption({ index: 2 })
    await mara.getByLabel('To paragraph').selectOption({ index: 3 })
    await mara.getByLabel('Bridge: what happens there').fill('The trunk is found.')
    await looksRight(mara, 'beta-questions')
    await mara.getByRole('button', { name: 'Save the questions' }).click()
    await expect(mara.getByText('Your readers are asked these from now on.').first()).toBeVisible()
    const session = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${sessionId}`)
    expect(session).toMatchObject({
      questions: [
        { prompt: 'What do you think is in the trunk?', paragraph: 2 },
        { prompt: 'How tense was it?', kind: 'scale', options: ['1', '2', '3', '4', '5'] },
      ],
      contentNotes: [{ what: 'a drowning', from: 2, to: 3 }],
    })
  })

  test('sees who is where, where they stopped, what they felt and what they said', async () => {
    const session = await desk.mara.api.done('GET', `/api/v1/beta-sessions/${sessionId}`)
    const [trunks, crowbar] = session.editions as { id: string }[]
    const [guess, tense] = session.questions as { id: string }[]
    const wren = await guest('Wren', link.split('/').at(-1) ?? '')
    const { token } = await desk.mara.api.done('POST', `${wren.path}/invitations`, { maxUses: 5 })
    const odile = await guest('Odile', String(token))
    const tomas = await guest('Tomas', String(token))
    for (const { api, path } of [wren, odile]) {
      await api.done('PUT', `${path}/progress`, { editionId: trunks?.id, paragraph: 3 })
      await api.done('POST', `${path}/notes`, { editionId: trunks?.id, paragraph: 2, reaction: 'loved' })
      await api.done('POST', `${path}/answers`, {
        answers: [
          { questionId: guess?.id, value: 'The organ pipes.' },
          { questionId: tense?.id, value: 4 },
        ],
      })
    }
    await tomas.api.done('POST', `${tomas.path}/notes`, {
      ...{
        editionId: trunks?.id,
        paragraph: 3,
        reaction: 'bored',
        quote: 'for a long time',
        body: 'So did I.',
      },
    })
    await wren.api.done('POST', `${wren.path}/notes`, {
      editionId: trunks?.id,
      paragraph: 3,
      reaction: 'tense',
    })
    await odile.api.done('PUT', `${odile.path}/progress`, { editionId: crowbar?.id, paragraph: 0 })
    await tomas.api.done('PUT', `${tomas.path}/progress`, {
      ...{ editionId: trunks?.id, paragraph: 1, stopped: { reason: 'I lost track of who is who.' } },
    })
    await wren.api.done('POST', `${wren.path}/hand-in`)
    await mara.getByRole('link', { name: 'Report' }).click()
    await expect(mara.getByText('3 readers, 1 stopped, 1 handed in')).toBeVisible()
    await expect(mara.getByRole('row', { name: /Tomas/ }).getByText('stopped')).toBeAttached()
    await expect(mara.getByText('I lost track of who is who.')).toBeVisible()
    await expect(
      mara.getByRole('img', { name: 'Readers left, from the first chapter to the last' }),
    ).toBeVisible()
    await expect(mara.getByText('2 of 3 loved it')).toBeVisible()
    await expect(mara.getByText('1 tense, 1 bored: split')).toBeVisible()
    await expect(mara.getByText('The organ pipes.')).toHaveCount(2)
    await expect(mara.getByText('4.0 on average')).toBeVisible()
    await looksRight(mara, 'beta-report')
    await mara.getByLabel('Reader', { exact: true }).selectOption({ label: 'Odile' })
    await expect(mara.getByText('So did I.')).toHaveCount(0)
    await mara.getByLabel('Reader', { exact: true }).selectOption({ label: 'Tomas' })
    await expect(mara.getByText('So did I.')).toBeVisible()
  })

  test('goes from a reader’s note to its words in the draft, and back to the edition', async () => {
    await mara.getByRole('link', { name: 'Show in the draft' }).click()
    await expect(mara.locator('[data-slot]').filter({ hasText: 'So did I.' })).toContainText('Tomas')
    await mara.getByRole('link', { name: 'In the edition' }).click()
    await expect(mara).toHaveURL(/\/editions\/\w+#p3$/)
    await expect(mara.locator('[data-asked]')).toHaveText('Nobody laughed. They stood there for a long time.')
    await looksRight(mara, 'beta-edition')
  })

  test('ends a reader’s access, which can be undone for some seconds', async () => {
    await mara.goto(`${desk.server.url}/beta-sessions/${sessionId}/readers`)
    await looksRight(mara, 'beta-readers')
    await mara.getByRole('button', { name: 'End access of Tomas' }).click()
    await expect(mara.getByText('Tomas can no longer read. What was said stays.').first()).toBeVisible()
    await mara.getByRole('link', { name: 'Report' }).click()
    const tomas = guests[2]
    await expect.poll(async () => (await tomas?.api.call('GET', `${tomas.path}/reading`))?.status).toBe(401)
    await mara.goto(`${desk.server.url}/beta-sessions/${sessionId}/readers`)
    await expect(mara.getByText('Odile', { exact: true }).first()).toBeVisible()
    await expect(mara.getByText('Tomas', { exact: true })).toHaveCount(0)
  })

  test('reminds readers who lag, one or all of them, with a word of her own, and takes one back', async () => {
    const odile = guests[1]
    const invite = async (body: object) => {
      const { token } = await desk.mara.api.done(
        'POST',
        `/api/v1/beta-sessions/${sessionId}/invitations`,
        body,
      )
      return String(token)
    }
    await guest('Bente', await invite({ email: 'bente+beta@island.example' }))
    const jonas = await guest('Jonas', await invite({}))
    await jonas.api.done('PATCH', `${jonas.path}/me`, { recordsProgress: false })
    letDaysPass(desk.server.dataDir, sessionId, 8)
    await mara.goto(`${desk.server.url}/beta-sessions/${sessionId}`)
    const reminders = mara.getByRole('region', { name: 'Reminders' })
    const row = (name: string) => reminders.getByRole('listitem').filter({ hasText: name })
    await expect(reminders.getByRole('listitem')).toHaveCount(3)
    await expect(row('Odile')).toContainText('last here 8 days ago')
    await expect(row('Jonas')).toContainText('reading is not recorded, so nobody knows whether it goes on')
    await looksRight(mara, 'beta-reminders')
    const mail = await reminders.getByRole('link', { name: 'Write an e-mail to Bente' }).getAttribute('href')
    const { protocol, pathname, searchParams } = new URL(mail ?? '')
    expect([protocol, decodeURIComponent(pathname)]).toEqual(['mailto:', 'bente+beta@island.example'])
    expect(searchParams.get('subject')).toContain('would you like to read on?')
    expect(searchParams.get('body')).toMatch(/^Dear Bente,/)
    expect(searchParams.get('body')).not.toContain('/beta/')
    await expect(reminders.getByRole('link', { name: /Write an e-mail/ })).toHaveCount(1)

    await reminders.getByRole('button', { name: 'Remind Jonas' }).click()
    await mara.getByRole('dialog', { name: 'Remind Jonas' }).getByRole('button', { name: 'Remind' }).click()
    await expect(mara.getByText('Jonas will be reminded.').first()).toBeVisible()
    await expect(row('Jonas')).toContainText('goes in a few seconds')
    await mara.getByRole('button', { name: 'Undo' }).click()
    await expect(reminders.getByRole('button', { name: 'Remind Jonas' })).toBeEnabled()

    await reminders.getByRole('button', { name: 'Remind the 2 who lag' }).click()
    const dialog = mara.getByRole('dialog', { name: 'Remind those who lag' })
    await expect(dialog).toContainText('Odile and Bente find it at the top of the reading pages.')
    await dialog.getByLabel('A word of your own').fill('The trunk is opened next.')
    await looksRight(mara, 'beta-remind')
    await dialog.getByRole('button', { name: 'Remind' }).click()
    await expect(reminders.getByText('Nobody is known to lag.')).toBeVisible()
    await reminders.getByRole('link', { name: 'Change that' }).click()
    const reading = async ({ api, path }: Guest) =>
      (await api.done('GET', `${path}/reading`)).reader as { reminder: { word: string } | null }
    await expect
      .poll(async () => odile && (await reading(odile)).reminder?.word)
      .toBe('The trunk is opened next.')
    expect((await reading(jonas)).reminder, 'that was taken back').toBeNull()

    await mara.getByText('Once a week', { exact: true }).click()
    await looksRight(mara, 'beta-settings')
    await mara.getByRole('button', { name: 'Save' }).click()
    await expect(reminders.getByText('is reminded by the server, once a week')).toBeVisible()
    expect(await desk.mara.api.done('GET', `/api/v1/beta-sessions/${sessionId}`)).toMatchObject({
      remindsWeekly: true,
    })
    await expect(row('Odile')).toContainText(
      /reminded (just now|1 min ago)\. Once a week at most: again in 7 days/,
    )
    await expect(reminders.getByRole('button', { name: 'Remind Odile' })).toBeDisabled()
    await expect(reminders.getByRole('button', { name: 'Remind Jonas' })).toBeEnabled()
    await looksRight(mara, 'beta-reminded')
  })

  test('closes the session, and puts it into the trash', async () => {
    await mara.getByRole('button', { name: 'More about this session' }).click()
    await mara.getByRole('menuitem', { name: 'Close it now' }).click()
    await expect(mara.getByText('Closed', { exact: true })).toBeVisible()
    await mara.getByRole('button', { name: 'More about this session' }).click()
    await mara.getByRole('menuitem', { name: 'Delete the session' }).click()
    await expect(mara.getByText('Nobody is reading yet.')).toBeVisible()
    await mara.goto(`${desk.server.url}/trash`)
    await expect(mara.getByText('Beta session', { exact: false }).first()).toBeVisible()
    await looksRight(mara, 'beta-trash')
  })
})
