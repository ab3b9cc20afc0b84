import type { SampleNote } from './notes'

/** What one critic makes of a chapter in a round. */
export interface SamplePackage {
  by: string
  remark: string
  /** In the order of the round's questions. */
  answers: string[]
  notes: Omit<SampleNote, 'by'>[]
  /** Handed in; else it is still its critic's alone. */
  isHandedIn: boolean
}

/** A round of critique on `file`: who asks what, and who answered so far. */
export const ROUND = {
  file: '2-forty-steps.md',
  question:
    'The meeting in the loft is the hinge of the book. Where did you stop listening to the story and start listening to me?',
  questions: [
    'Where did your attention wander?',
    'Whose side were you on when you put it down?',
    'What do you want to know next?',
  ],
  endsInDays: 5,
}

export const PACKAGES: SamplePackage[] = [
  {
    by: 'Kit Halvorsen',
    remark:
      'You asked where I heard you instead of Ilse. Once only: when she tells me that she wants to get it down. Everywhere else I was in the loft, on a bench, with my hand half up.',
    answers: [
      'At the boy with the drone, a little. I wanted Piet to stand up sooner.',
      'Jonah’s, which surprised me. He had pledged more than he could afford, and nobody leaned towards him.',
      'Whether anyone ever pays Odile for the jugs.',
    ],
    notes: [
      {
        on: 'And still it was not hopeless. That is what I want to get down.',
        kind: 'voice',
        says: 'Here it is, the one place. The sum on the tide table says it better, a few lines on.',
        hoursAgo: 40,
      },
      {
        on: 'everyone leaned in to hear it, as everyone had to; two hundred people, leaning',
        kind: 'character',
        says: 'I saw the loft tilt.',
        hoursAgo: 40,
      },
    ],
    isHandedIn: true,
  },
  {
    by: 'Ines Rautio',
    remark: 'I have only read it once so far. More on Tuesday.',
    answers: ['Nowhere yet.'],
    notes: [
      {
        on: 'It was about as high as the model passengers.',
        kind: 'praise',
        says: 'The whole of an office visit, in a bump.',
        hoursAgo: 6,
      },
    ],
    isHandedIn: false,
  },
]
