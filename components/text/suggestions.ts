/** Every sentence about suggestions. */
export const suggestionText = {
  suggest: 'Suggest',
  here: 'Suggest words here',
  putHere: 'Words to put in here',
  beside: 'Change the words beside it too',
  suggestion: 'Suggestion',
  asComment: 'Comment',
  what: 'Comment or suggestion',
  newWords: 'The new words',
  cut: 'Cut these words',
  isCut: 'Suggests to cut these words.',
  keep: 'Write other words instead',
  remark: 'Why? (optional)',
  post: 'Suggest it',
  nothingYet: 'Write what should come where ‸ stands.',
  unchanged: 'These are the words as they stand. Change them.',
  accept: 'Accept',
  reject: 'Reject',
  takeBack: 'Take back',
  reopen: 'Open again',
  accepted: (name: string) => `Accepted by ${name}`,
  rejected: (name: string) => `Rejected by ${name}`,
  acceptAll: (name: string) => `Accept all of ${name}`,
  rejectAll: (name: string) => `Reject all of ${name}`,
  done: { accept: 'Suggestion accepted.', reject: 'Suggestion rejected.' },
  changed: 'The words have changed since. Compare, and edit by hand what you want of it.',
  stands: 'Stands there now',
  nothingStands: 'Nothing of it stands there any more.',
  decided: (done: number, left: number) =>
    left === 0
      ? `${done === 1 ? 'One suggestion is' : `${done} suggestions are`} decided.`
      : `${done} decided; the words of ${left} have changed, so ${left === 1 ? 'it stays' : 'they stay'} open.`,
}
