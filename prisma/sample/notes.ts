import type { Category } from '@/lib/critique/contract'
import type { Revision } from '../seeding/rewriting'

/** The four of the sample. Their passwords are printed by `npm run demo` and mean nothing elsewhere. */
export const WRITERS = [
  { name: 'Mara Voss', email: 'mara@tuesday.example', password: 'the ferry stopped in october' },
  { name: 'Tomas Oyelaran', email: 'tomas@tuesday.example', password: 'four kilos of anything' },
  { name: 'Ines Rautio', email: 'ines@tuesday.example', password: 'counting forty three steps' },
  { name: 'Kit Halvorsen', email: 'kit@tuesday.example', password: 'one bull single ticket' },
] as const

/** A note of the sample. `on` are the words it is about; without them it is about the whole chapter. */
export interface SampleNote {
  by: string
  on?: string
  kind?: Category
  /** New words for those that it is about. */
  suggests?: string
  says: string
  answers?: { by: string; says: string }[]
  resolvedBy?: string
  hoursAgo: number
}

/** What was said, by the file of the chapter. */
export const NOTES: Record<string, SampleNote[]> = {
  '1-the-timetable.md': [
    {
      by: 'Ines Rautio',
      on: 'He believed that if you did not feed it, it would go and live with somebody else.',
      kind: 'praise',
      says: 'Aurel complete, in one sentence, and we have not even seen him stand up yet.',
      hoursAgo: 170,
    },
    {
      by: 'Kit Halvorsen',
      on: 'a place with two sides',
      kind: 'line',
      says: 'I stopped and read this twice, happily. Could it end the paragraph before the bell comes in?',
      answers: [{ by: 'Mara Voss', says: 'It needs the bell to earn it, I think. Leaving it.' }],
      resolvedBy: 'Mara Voss',
      hoursAgo: 168,
    },
    {
      by: 'Tomas Oyelaran',
      on: '“Nobody counts the steps to a thing,” she said, “unless they’re going to move the thing.”',
      kind: 'plot',
      says: 'Odile sees it before Ilse does. Do you want her to be ahead of the narrator this early?',
      answers: [
        {
          by: 'Mara Voss',
          says: 'Yes: Ilse hears everything and concludes nothing. That is her trouble all the way through.',
        },
        { by: 'Tomas Oyelaran', says: 'Then it works. Perhaps let her notice that she did not notice.' },
      ],
      hoursAgo: 120,
    },
    {
      by: 'Ines Rautio',
      kind: 'pacing',
      says: 'On the whole: the surveyor is a lovely slow fuse. I would not cut a line before the letter comes out of the drawer.',
      hoursAgo: 100,
    },
  ],
  '2-forty-steps.md': [
    {
      by: 'Kit Halvorsen',
      on: '“They’ve spelled it right.”',
      kind: 'dialogue',
      says: 'Heartbreaking, because it is the only thing in the letter he can be on good terms with.',
      hoursAgo: 75,
    },
    {
      by: 'Tomas Oyelaran',
      on: 'within six hundred of a boat',
      kind: 'clarity',
      says: 'Six hundred what? I had been thinking in litres of diesel since Odile’s jugs.',
      answers: [
        { by: 'Mara Voss', says: 'Good catch. I would like not to name the money, though. Let me think.' },
      ],
      hoursAgo: 50,
    },
    {
      by: 'Ines Rautio',
      on: 'I think that Jonah saw the whole of the island lean towards Tobias Wren.',
      kind: 'character',
      says: 'This is the chapter. Everything in the loft turns on one body of people leaning.',
      hoursAgo: 49,
    },
  ],
  '3-what-the-tide-kept.md': [
    {
      by: 'Ines Rautio',
      on: 'They spoke instead of the things it would have brought: lamp oil, letters, a second dentist, the end of the argument about the bell.',
      kind: 'praise',
      says: '“The end of the argument about the bell” — the whole island in eight words.',
      hoursAgo: 30,
    },
    {
      by: 'Tomas Oyelaran',
      on: 'I was very tired of being asked.',
      kind: 'voice',
      says: '“Very tired” is not Ilse. She would find a thing to compare it to, or she would not mention it.',
      answers: [{ by: 'Mara Voss', says: 'You are right, and now I cannot unhear it.' }],
      hoursAgo: 28,
    },
    {
      by: 'Ines Rautio',
      on: 'Every morning at ten to seven somebody would come in, stamping, and look at the clock, and look at me, and I would say no before the door had finished closing.',
      kind: 'line',
      says: 'Four clauses of “and”. Lovely rhythm, but one too many for me.',
      hoursAgo: 27,
    },
    {
      by: 'Ines Rautio',
      on: 'in charge of it I put people down in the order that I thought of them',
      suggests: 'in charge of it I put people down as they came into my head',
      kind: 'line',
      says: 'Closer to how she talks, I think. Leave it if the order matters.',
      hoursAgo: 21,
    },
    {
      by: 'Kit Halvorsen',
      on: 'as carefully as an egg',
      kind: 'line',
      says: 'Carefully as one carries an egg, or as an egg would do it? I went back and forth, smiling.',
      hoursAgo: 26,
    },
    {
      by: 'Tomas Oyelaran',
      on: 'It was rather a good plan. He showed it to nobody.',
      kind: 'character',
      says: 'More of this, and earlier. I want to see Aurel sharpening that pencil before the trunks come in.',
      hoursAgo: 25,
    },
    {
      by: 'Tomas Oyelaran',
      on: 'It lay above the wrack line with its hasps intact, as though it had been set down by a porter who meant to come back,',
      kind: 'clarity',
      says: 'Is the trunk locked or not? “Hasps intact” made me think that someone had tried it already.',
      answers: [
        {
          by: 'Mara Voss',
          says: 'Locked, they think. I want them to be afraid of it. I’ll say so a line earlier.',
        },
      ],
      hoursAgo: 3,
    },
    {
      by: 'Kit Halvorsen',
      on: 'Nobody laughed. They stood there for a long time. The wind was cold and it came from the east and nobody said anything and then after a while somebody did.',
      kind: 'pacing',
      says: 'I held my breath through the long sentence. Please do not let anybody tidy it.',
      hoursAgo: 5,
    },
    {
      by: 'Ines Rautio',
      on: 'We all knew the story.',
      kind: 'continuity',
      says: 'Then would Jonah not know already what is in it? Perhaps they know that she packed, but not what.',
      hoursAgo: 4,
    },
    {
      by: 'Ines Rautio',
      on: 'the smell of the rope store',
      kind: 'setting',
      says: 'The first smell in the whole chapter, and it arrives exactly where the past does.',
      resolvedBy: 'Mara Voss',
      hoursAgo: 22,
    },
    {
      by: 'Kit Halvorsen',
      says: 'I read it to my mother over the telephone. She asked whether the dress fitted anybody. I said I would pass that on.',
      hoursAgo: 2,
    },
  ],
}

/** What Mara did with it: one note finds its words again, one is answered by new words, one loses them, one cannot tell. */
export const REVISIONS: Record<string, Revision[]> = {
  '3-what-the-tide-kept.md': [
    {
      replace: 'I was very tired of being asked.',
      by: 'The question had worn a place in me, like the step.',
    },
    {
      replace:
        'The boy flew it over and set it down on the wall by the church as carefully as an egg, and everyone',
      by: 'The boy flew it over in the mornings. Everyone',
    },
    { move: 'And Aurel had begun to walk about.', after: 'Jonah’s cousin brought the post' },
    { replace: 'He knew the story. We all knew the story. It was', by: 'He knew the story. It was' },
    {
      replace: 'I think that we all breathed in.',
      by: 'I think that we all breathed in. We all knew the story.',
    },
    {
      replace: 'It would have been taking a side.',
      by: 'We all knew the story. It would have been taking a side.',
    },
  ],
}
