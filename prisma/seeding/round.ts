import { authorizeChapter } from '@/lib/access/authorize'
import { handIn, savePackage } from '@/lib/critique/packages'
import { authorizeRound, beginRound } from '@/lib/critique/rounds'
import { database } from '@/lib/db/client'
import { PACKAGES, ROUND } from '../sample/round'
import { makeNote } from './notes'
import { hoursAgo, type People } from './people'

/** Mara asks for critique of a chapter; one critic has handed in, another is at it. */
export async function holdRound(people: People, chapterId: string): Promise<void> {
  const mara = await authorizeChapter(people.named('Mara Voss'), chapterId, 'decide')
  const { id, form } = await beginRound(mara, {
    question: ROUND.question,
    questions: ROUND.questions.map((text) => ({ text })),
    endsAt: hoursAgo(-24 * ROUND.endsInDays).toISOString(),
    isBlind: false,
    allowsOpen: true,
  })
  await database().critiqueRound.update({ where: { id }, data: { startedAt: hoursAgo(48) } })
  for (const { by, remark, answers, notes, isHandedIn } of PACKAGES) {
    for (const note of notes) await makeNote(people, chapterId, { ...note, by })
    const round = await authorizeRound(people.named(by), id, 'comment')
    const given = answers.map((text, at) => [form.questions[at]?.id ?? '', text])
    await savePackage(round, { remark, answers: Object.fromEntries(given) as Record<string, string> })
    if (isHandedIn) await handIn(round)
  }
}
