/** What every page has to be able to say, the lightest ones too, so it stands apart from the other sentences. */
export const troubleText = {
  product: 'Scriptorium',
  skip: 'Skip to the content',
  missing: {
    document: 'Not found',
    title: 'There is no page here',
    lead: 'It may have been moved or removed, or it is not shared with you. Your manuscripts are where they were.',
    act: 'To your desk',
  },
  failed: {
    document: 'Something went wrong',
    title: 'This page did not come together',
    lead: 'Something went wrong on the server. What was saved before is safe. Try again; if it stays like this, tell whoever runs this server.',
    act: 'Try again',
  },
} as const
