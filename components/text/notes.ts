/** The sentences about what is said in notes: formatting, filters, reactions, names, history, kinds. */
export const notesText = {
  more: 'Show all of it',
  less: 'Show less',
  marking: {
    title: 'Formatting',
    bold: 'Bold',
    italic: 'Italic',
    link: 'Link',
    quote: 'Quote',
    list: 'List',
    left: (many: number) => `${many.toLocaleString('en')} characters left`,
  },
}
