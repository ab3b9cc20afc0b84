import { expect, test } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  networkOf,
  openChapter,
  openChapterDesk,
  paste,
  putCaretAfter,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'

let desk: ChapterDesk
const isDev = process.env['TEST_SERVER'] === 'dev'

test.beforeAll(async () => {
  desk = await openChapterDesk()
})

test.afterAll(() => desk.stop())

test('what one types, the other reads, and both see who is there', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped running in October.')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, id)
  await caretAfter(mara, 'in October')
  await mara.keyboard.type(', and nobody spoke of it')
  await expect(textOf(tomas)).toContainText('The ferry stopped running in October, and nobody spoke of it.')
  await expect(tomas.locator('.caret')).toHaveAttribute('data-name', 'Mara Voss')
  await expect(tomas.getByRole('list', { name: 'People here' })).toBeVisible()
  await untilSaved(mara)
  expect(await desk.saved(id)).toBe('The ferry stopped running in October, and nobody spoke of it.')
})

test('a page asks for its text before its scripts run, and only once', async ({ browser }) => {
  test.skip(isDev, 'a development server sends its scripts in another order')
  const id = await desk.chapter('Every lamp on the pier had its own ghost.')
  const state = `${desk.server.url}/api/v1/chapters/${id}/state`
  const still = await browserOf(browser, desk, desk.tomas, { javaScriptEnabled: false })
  const silent = await still.newPage()
  const asked = silent.waitForRequest(state)
  await silent.goto(`${desk.server.url}/chapters/${id}`)
  expect((await asked).method()).toBe('GET')
  const context = await browserOf(browser, desk, desk.tomas)
  const requests: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  const page = await openChapter(context, desk, id)
  await expect(textOf(page)).toContainText('Every lamp on the pier')
  expect(requests.filter((url) => url === state)).toHaveLength(1)
})

test('a page whose text this browser keeps asks for nothing of it, and is as new as the others', async ({
  browser,
}) => {
  const id = await desk.chapter('Every lamp on the pier had its own ghost.')
  const state = `${desk.server.url}/api/v1/chapters/${id}/state`
  const context = await browserOf(browser, desk, desk.tomas)
  const requests: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  const asked = () => requests.filter((url) => url === state).length
  const tomas = await openChapter(context, desk, id)
  await expect(textOf(tomas)).toContainText('Every lamp on the pier')
  await expect.poll(() => tomas.evaluate(() => document.cookie)).toContain('scriptorium.kept=')
  const before = asked()
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  await caretAfter(mara, 'own ghost')
  await mara.keyboard.type(' that week')
  await untilSaved(mara)
  await tomas.reload()
  await expect(textOf(tomas)).toContainText('its own ghost that week.')
  expect(asked()).toBe(before)

  await tomas.goto(desk.server.url)
  await tomas.evaluate(
    () =>
      new Promise((gone) => {
        indexedDB.deleteDatabase('scriptorium').onsuccess = gone
      }),
  )
  const again = await openChapter(context, desk, id)
  await expect(textOf(again)).toContainText('its own ghost that week.')
  expect(asked()).toBe(before + 1)
})

test('a caret stays where it was put, though the page is busy and others’ words come at that very moment', async ({
  browser,
}) => {
  const words = ['ferry', 'stopped', 'running', 'late', 'October']
  const id = await desk.chapter(`The ${words.join(' ')}. Mara:`)
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, id)
  await caretAfter(mara, 'Mara:')
  let isOver = false
  const typing = (async () => {
    while (!isOver) await mara.keyboard.type(' on', { delay: 15 })
  })()
  for (const word of words) {
    await putCaretAfter(tomas, word, 300)
    await tomas.keyboard.type('!')
  }
  isOver = true
  await typing
  await expect(textOf(tomas)).toContainText(`The ${words.map((word) => `${word}!`).join(' ')}. Mara: on`)
  await untilSaved(tomas)
  expect(await desk.saved(id)).toContain(`The ${words.map((word) => `${word}!`).join(' ')}. Mara: on`)
})

test('saved is said only after the server has acknowledged', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped.')
  const context = await browserOf(browser, desk, desk.mara)
  // Between browser and server stands somebody who can hold acknowledgements back.
  const page = await context.newPage()
  let isHolding = false
  const held: (() => void)[] = []
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      const isAck = typeof message !== 'string' && message[0] === 101
      if (isAck && isHolding) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  await page.goto(`${desk.server.url}/chapters/${id}`)
  await untilSaved(page)
  isHolding = true
  await caretAfter(page, 'stopped')
  await page.keyboard.type(' for good')
  await expect(page.locator('[data-saving]')).toHaveText('Saving…')
  await expect(page.locator('[data-saving]')).toHaveText('Not saved', { timeout: 15_000 })
  isHolding = false
  for (const send of held) send()
  await untilSaved(page)
})

test('undo takes back one’s own words and nobody else’s', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped running.')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, id)
  await caretAfter(mara, 'The ')
  await mara.keyboard.type('old ')
  await expect(textOf(tomas)).toContainText('The old ferry')
  await caretAfter(tomas, 'running')
  await tomas.keyboard.type(' at night')
  await expect(textOf(mara)).toContainText('running at night.')
  await mara.keyboard.press('Control+z')
  await expect(textOf(mara)).toHaveText('The ferry stopped running at night.')
  await expect(textOf(tomas)).toHaveText('The ferry stopped running at night.')
  await mara.keyboard.press('Control+z')
  await expect(textOf(tomas)).toHaveText('The ferry stopped running at night.')
})

test('a critic can select and copy, and change nothing', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped running.')
  const ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, id)
  await expect(textOf(ines)).toHaveAttribute('contenteditable', 'false')
  await caretAfter(ines, 'ferry')
  await ines.keyboard.type(' never')
  await paste(ines, { text: 'Not mine to write.' })
  await expect(textOf(ines)).toHaveText('The ferry stopped running.')
  expect(await desk.saved(id)).toBe('The ferry stopped running.')
})

test('quotes, dashes and scene breaks are made while typing, and Backspace brings the straight quote back', async ({
  browser,
}) => {
  const id = await desk.chapter('')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  await textOf(mara).click()
  await mara.keyboard.type('"You could," he said--"don\'t."')
  await expect(textOf(mara)).toHaveText('“You could,” he said—“don’t.”')
  await mara.keyboard.press('Backspace')
  await expect(textOf(mara)).toHaveText('“You could,” he said—“don’t."')
  await mara.keyboard.press('Enter')
  await mara.keyboard.type('***')
  await mara.keyboard.type('On the fourth of December.')
  await expect(textOf(mara).locator('hr')).toHaveCount(1)
  await untilSaved(mara)
  expect(await desk.saved(id)).toContain('\n\n***\n\nOn the fourth of December.')
})

test('what is pasted becomes plain prose', async ({ browser }) => {
  const id = await desk.chapter('')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  await textOf(mara).click()
  await paste(mara, {
    text: 'x',
    html:
      '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><h2 dir="ltr">The trunk</h2>' +
      '<p><span style="font-style:italic">It lay</span> above the <a href="javascript:alert(1)">wrack</a> line.</p>' +
      '<p>* * *</p><ul><li>A rope</li></ul><script>alert(1)</script><img src=x onerror=alert(1)></b>',
  })
  await expect(textOf(mara).locator('h2')).toHaveText('The trunk')
  await expect(textOf(mara).locator('em')).toHaveText('It lay')
  await expect(textOf(mara).locator('a, script, img, ul')).toHaveCount(0)
  await expect(textOf(mara).locator('hr')).toHaveCount(1)
  await mara.keyboard.press('Control+End')
  await paste(mara, { text: '\nFirst line.\r\n\r\nSecond line.\n#\nThird.' })
  await expect(textOf(mara).locator('hr')).toHaveCount(2)
  await untilSaved(mara)
  expect(await desk.saved(id)).toContain('Second line.\n\n***\n\nThird.')
})

test('words typed without a connection survive the tab and are saved later', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped running.')
  const context = await browserOf(browser, desk, desk.mara)
  const network = await networkOf(context)
  const first = await openChapter(context, desk, id)
  network.cut()
  await caretAfter(first, 'running')
  await first.keyboard.type(' in the dark')
  await expect(first.locator('[data-saving]')).toHaveText('Offline — words kept on this device')
  await first.close({ runBeforeUnload: false })
  const second = await context.newPage()
  await second.goto(`${desk.server.url}/chapters/${id}`)
  await expect(textOf(second)).toHaveText('The ferry stopped running in the dark.')
  await expect(second.locator('[data-saving]')).toHaveText('Offline — words kept on this device')
  expect(await desk.saved(id)).toBe('The ferry stopped running.')
  network.mend()
  await second.getByRole('button', { name: 'Try now' }).click()
  await untilSaved(second)
  expect(await desk.saved(id)).toBe('The ferry stopped running in the dark.')
})

test('the title is changed in place and shown to everyone', async ({ browser }) => {
  const id = await desk.chapter('The ferry stopped.', 'A first title')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, id)
  const title = mara.getByRole('textbox', { name: 'Title of the chapter' })
  await title.fill('The Timetable')
  await title.press('Enter')
  await expect(textOf(mara)).toBeFocused()
  await expect(ines.getByRole('heading', { level: 1 })).toHaveText('The Timetable')
})

test('a chapter that was visited opens without a network, takes words, and syncs when there is one', async ({
  browser,
}) => {
  test.skip(isDev, 'Pages are kept in production only.')
  const id = await desk.chapter('The ferry stopped running.')
  const context = await browserOf(browser, desk, desk.mara)
  const visit = await openChapter(context, desk, id)
  await visit.waitForFunction(
    async (page) => (await caches.match(page)) !== undefined && navigator.serviceWorker.controller !== null,
    `/chapters/${id}`,
    { timeout: 30_000 },
  )
  // Lets the text be kept for the next time.
  await visit.close()
  const again = await openChapter(context, desk, id)
  await again.close()
  await context.setOffline(true)
  const offline = await context.newPage()
  await offline.goto(`${desk.server.url}/chapters/${id}`)
  await expect(offline.getByRole('textbox', { name: 'Title of the chapter' })).toHaveValue(
    'What the Tide Kept',
  )
  await expect(textOf(offline)).toHaveText('The ferry stopped running.')
  await caretAfter(offline, 'running')
  await offline.keyboard.type(' in October')
  await offline.reload()
  await expect(textOf(offline)).toHaveText('The ferry stopped running in October.')
  await context.setOffline(false)
  await untilSaved(offline)
  expect(await desk.saved(id)).toBe('The ferry stopped running in October.')
})
