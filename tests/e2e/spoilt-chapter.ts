import { expect, type Browser } from '@playwright/test'
import { scriptoriumDone } from '@/tests/support/command-line'
import { spoilRow, storedRows } from '@/tests/support/stored-rows'
import { browserOf, caretAfter, networkOf, openChapter, untilSaved, type ChapterDesk } from './chapter-desk'
import { FERRY, LINES } from './ferry-desk'

/** What Tomas adds to the last paragraph; the second sentence is what the disk spoils. */
export const SOUND = ' Then the bell rang all the same.'
export const SPOILT = ' Then all was dark.'

/** A chapter to which Tomas added two sentences. His page is still open and knows both. */
export async function spoilableChapter(browser: Browser, desk: ChapterDesk) {
  const chapterId = await desk.chapter(FERRY)
  const { docId } = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}`)
  const context = await browserOf(browser, desk, desk.tomas)
  const network = await networkOf(context)
  const tomas = await openChapter(context, desk, chapterId)
  const rows = () => storedRows(desk.server.dataDir, String(docId))
  await caretAfter(tomas, LINES[2])
  await tomas.keyboard.type(SOUND)
  await untilSaved(tomas)
  await expect.poll(() => desk.saved(chapterId)).toContain(SOUND)
  const lastGood = rows().at(-1)?.seq ?? 0
  await tomas.keyboard.type(SPOILT)
  await untilSaved(tomas)
  await expect.poll(() => desk.saved(chapterId)).toContain(SPOILT)
  return {
    ...{ chapterId, tomas, network, rows },
    /** The disk spoils the first row of the second sentence while the server is down. */
    async spoil() {
      await desk.server.kill('SIGTERM')
      spoilRow(desk.server.dataDir, String(docId), lastGood + 1)
      await desk.server.restart()
    },
    repair: () => scriptoriumDone(desk.server.dataDir, ['repair', chapterId]),
    open: async (who: 'mara' | 'tomas' | 'ines') =>
      openChapter(await browserOf(browser, desk, desk[who]), desk, chapterId),
  }
}
