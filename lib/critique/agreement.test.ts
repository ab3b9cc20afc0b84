import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '@/lib/access/contract'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { agreementOf } from './agreement'
import { addComment } from './comments'
import { AgreementView } from './contract.agreement'
import { handIn } from './packages'
import { authorizeRound, beginRound, changeRound } from './rounds'
import { changeThread, deleteThread } from './threads'

workshopDatabase()
let critique: Critique

const GULL = 'The gull on the bollard had the whole harbour to itself.'
const ROPE = 'Somebody had coiled the rope the wrong way round. Nobody minded.'

beforeEach(async () => {
  critique = await openCritique(GULL, ROPE)
})
afterEach(() => critique.close())

const on = (viewer: Viewer, exact: string, category: string) =>
  critique.open(viewer, { quote: { exact }, category, body: `${exact}?` })

const seenBy = async (viewer: Viewer, round?: string) =>
  agreementOf(await critique.chapter(viewer, 'read'), { round })

/** Each passage as its text, how many people, and what they said. */
async function told(viewer: Viewer, round?: string): Promise<string[]> {
  const { passages } = await seenBy(viewer, round)
  return passages.map(
    ({ text, people, categories }) =>
      `${text} ${people}: ${categories.map(({ category, people: many }) => `${category} ${many}`).join(', ')}`,
  )
}

async function begin(isBlind: boolean): Promise<string> {
  const asked = { question: 'Where did you stop reading?', isBlind, allowsOpen: false }
  return (await beginRound(await critique.chapter(critique.mara, 'decide'), asked)).id
}

describe('the agreement of a chapter', () => {
  it('[CR30] [CR31] counts settled notes but no deleted ones, and nobody for his answer', async () => {
    const { ines, kit, odile, mara } = critique
    const first = await on(ines, 'coiled the rope', 'clarity')
    const second = await on(kit, 'the wrong way', 'clarity')
    await critique.open(kit, { body: 'On the whole, yes.' })
    await addComment(await critique.thread(mara, first.id, 'comment'), { body: 'Left-handed.' })
    await changeThread(await critique.thread(mara, first.id, 'comment'), { status: 'resolved' })
    const seen = await seenBy(odile)
    expect(AgreementView.parse(seen)).toEqual(seen)
    expect(seen.people).toBe(2)
    expect(await told(odile)).toEqual(['Somebody had coiled the rope the wrong way round. 2: clarity 2'])
    await deleteThread(await critique.thread(kit, second.id, 'comment'))
    expect(await told(odile)).toEqual(['Somebody had coiled the rope the wrong way round. 1: clarity 1'])
  })

  it('[CR31] follows the words through an edit', async () => {
    const { ines, kit, odile } = critique
    await on(ines, 'Nobody minded', 'praise')
    await on(kit, 'minded', 'pacing')
    critique.page.splitAt('Nobody')
    expect(await seenBy(odile)).toMatchObject({ passages: [{ text: 'Nobody minded.', disagree: true }] })
  })

  it('[CR35] counts for the author what was handed in, for a bound critic his own, for all when it ends', async () => {
    const { ines, kit, mara, odile } = critique
    const id = await begin(true)
    await on(ines, 'The gull', 'praise')
    await on(kit, 'the whole harbour', 'line')
    expect(await told(mara)).toEqual([])
    await handIn(await authorizeRound(kit, id, 'comment'))
    expect(await told(mara)).toEqual([`${GULL} 1: line 1`])
    expect(await told(ines)).toEqual([`${GULL} 1: praise 1`])
    expect(await seenBy(odile)).toEqual({ passages: [], people: 0 })
    await changeRound(await authorizeRound(mara, id, 'decide'), { end: true })
    expect(await told(odile)).toEqual([`${GULL} 1: line 1`])
    await handIn(await authorizeRound(ines, id, 'comment'))
    expect(await told(odile)).toEqual([`${GULL} 2: line 1, praise 1`])
  })

  it('[CR35] is narrowed to the packages of one round, and refuses a round of elsewhere', async () => {
    const { ines, kit, mara } = critique
    await on(kit, 'the whole harbour', 'line')
    const id = await begin(false)
    await on(ines, 'The gull', 'praise')
    await handIn(await authorizeRound(ines, id, 'comment'))
    expect(await told(mara)).toEqual([`${GULL} 2: line 1, praise 1`])
    expect(await told(mara, id)).toEqual([`${GULL} 1: praise 1`])
    expect(await refusalOf(seenBy(mara, 'nowhere'))).toBe('not_found')
  })
})
