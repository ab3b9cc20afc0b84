import { test as base } from '@playwright/test'
import { openChapterDesk, type ChapterDesk } from './chapter-desk'

/** A chapter of three paragraphs; the second is the one that gets lost. */
export const LINES = [
  'The ferry left at six, as it had every evening since the bridge went.',
  '“You count like a smuggler,” said the mate, and went below.',
  'Nobody laughed. They stood there for a long time.',
] as const

/** The chapter as Markdown, and as the server has it on disk. */
export const FERRY = LINES.join('\n\n')

/** `test` with a desk: one server for the tests that run one after the other, each with chapters of its own. */
export const test = base.extend<object, { desk: ChapterDesk }>({
  desk: [
    async ({ browser }, use) => {
      const desk = await openChapterDesk()
      await use(desk)
      // A page that is left open would go on looking for its server.
      for (const context of browser.contexts()) await context.close()
      await desk.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})
