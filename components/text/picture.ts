/** The words of the picture beside the sign-in form, written for it. */
export const picture = {
  title: 'What the Tide Kept',
  by: 'Mara Voss · draft 2',
  before: 'The ferry stopped running in October, and by Advent nobody on the island spoke of it any more. ',
  praised:
    'They spoke instead of the things it would have brought: lamp oil, letters, a second dentist, the end of the argument about the bell.',
  after:
    ' Ilse kept the timetable on the wall of the ticket office because it was the only thing in there with a straight edge.',
  second: 'She was ',
  out: 'very',
  in: 'bone',
  secondAfter:
    ' tired of being asked. Every morning at ten to seven somebody would come in, stamping, and look at the clock, and look at her.',
  third: '“You could take it down,” said Tobias. He meant the timetable. He had come in for the warmth',
  thirdAfter: ' and was pretending to read it.',
  fourth: '“Then what would you pretend to read?”',
  fifth: 'On the fourth of December the sea gave back the first of the trunks. ',
  unclear:
    'It lay above the wrack line with its hasps intact, as though it had been set down by a porter who meant to come back,',
  fifthAfter: ' and by the time she reached it there were already nine people standing round it.',
  notes: [
    { name: 'Ines Rautio', colour: '#7b4a96', kind: 'Praise', words: 'The whole island in eight words.' },
    {
      name: 'Tomas Oyelaran',
      colour: '#2a679f',
      kind: 'Clarity',
      words: 'Is the trunk locked or not? “Hasps intact” made me think someone tried it already.',
    },
  ],
  typing: 'Tomas',
} as const
