import type { BetaReaction } from '@/lib/beta/contract'

/** What a reader said of words, or of the whole paragraph in which they stand. */
export interface SampleReaderNote {
  file: string
  on: string
  isParagraph?: true
  feels?: BetaReaction
  says?: string
}

/** A guest with what he read and said. */
export interface SampleReader {
  name: string
  cameHoursAgo: number
  /** How far he came in each chapter: words of the paragraph; null for all of it. */
  read: { file: string; until: string | null; stopped?: string }[]
  notes: SampleReaderNote[]
  /** In the order of the questions; absent where he said nothing. */
  answers: (string | number | null)[]
  prediction?: string
  handsIn?: true
}

const TIMETABLE = '1-the-timetable.md'
const STEPS = '2-forty-steps.md'

/** The beta session of the sample. */
export const READING = {
  files: [TIMETABLE, STEPS],
  title: 'First readers',
  letter: [
    'Dear reader,',
    'thank you for going first. This is the third draft of the first two chapters, and I have read it so often that I cannot see it any more.',
    'You need not be clever about it. Tell me where you laughed, and where you put it down to make tea.',
    'Mara',
  ].join('\n\n'),
  contentNote: 'A quarrel in public. Nobody is hurt, but nobody is kind either.',
  questions: [
    {
      file: TIMETABLE,
      after: '“I only measure,” he said.',
      kind: 'text',
      prompt: 'What do you think he is measuring for?',
      options: [],
    },
    {
      file: STEPS,
      after: null,
      kind: 'scale',
      prompt: 'How much did you want the sum to come out?',
      options: ['1', '2', '3', '4', '5'],
    },
    {
      file: null,
      after: null,
      kind: 'choice',
      prompt: 'Would you read on?',
      options: ['Yes, tonight', 'Yes, some time', 'I think not'],
    },
  ],
} as const

export const READERS: SampleReader[] = [
  {
    name: 'Noor',
    cameHoursAgo: 90,
    read: [
      { file: TIMETABLE, until: null },
      { file: STEPS, until: null },
    ],
    notes: [
      {
        file: TIMETABLE,
        on: '“I don’t want to put ideas in his head,” said Aurel.',
        isParagraph: true,
        feels: 'laughed',
      },
      {
        file: TIMETABLE,
        on: 'because it seemed to me that somebody should',
        feels: 'moved',
        says: 'I did this too, with the last bus. I had forgotten.',
      },
      { file: TIMETABLE, on: 'Nobody had told Piet.', isParagraph: true, feels: 'moved' },
      {
        file: STEPS,
        on: 'I think that Jonah saw the whole of the island lean',
        feels: 'tense',
        says: 'Oh no.',
      },
      { file: STEPS, on: '“So is that a no?” he said to me', isParagraph: true, feels: 'moved' },
    ],
    answers: ['For a bridge. I hoped it was a bridge.', 5, 0],
    prediction: 'They will buy her after all, and it will be Jonah’s cousin who drives.',
    handsIn: true,
  },
  {
    name: 'Bram',
    cameHoursAgo: 74,
    read: [
      { file: TIMETABLE, until: null },
      {
        file: STEPS,
        until: 'He was perfectly kind.',
        stopped:
          'I could see that the office would say no, and I did not want to watch her be polite about it.',
      },
    ],
    notes: [
      {
        file: TIMETABLE,
        on: '“I don’t want to put ideas in his head,” said Aurel.',
        isParagraph: true,
        feels: 'laughed',
      },
      {
        file: TIMETABLE,
        on: 'face that has been told to look older for professional reasons',
        says: 'I read this aloud to the whole kitchen.',
        feels: 'loved',
      },
      {
        file: STEPS,
        on: 'You would expect that people who have been told',
        isParagraph: true,
        feels: 'bored',
        says: 'I lost the letter here, among all the outings.',
      },
    ],
    answers: ['To sell the island.', null, null],
    prediction: 'The ferry sinks on the last crossing.',
  },
  {
    name: 'Fenna',
    cameHoursAgo: 30,
    read: [
      { file: TIMETABLE, until: null },
      { file: STEPS, until: 'Then Piet stood up.' },
    ],
    notes: [
      {
        file: TIMETABLE,
        on: 'Nobody had told Piet.',
        isParagraph: true,
        feels: 'moved',
        says: 'Four words.',
      },
      {
        file: STEPS,
        on: 'You would expect that people who have been told',
        isParagraph: true,
        feels: 'laughed',
        says: 'The cushion!',
      },
    ],
    answers: ['A grave, for some reason.', null, null],
    prediction: 'Ilse rings the bell herself.',
  },
]

/** What Mara did with it, after they had begun. */
export const REVISION = {
  file: TIMETABLE,
  replace: 'He had the kind of face that has been told to look older for professional reasons.',
  by: 'He had the kind of face that is told by its employer to look older.',
}
