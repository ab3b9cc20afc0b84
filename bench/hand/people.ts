/** Who types beside the browser's own typist, as their cursors say it. */
export const TYPISTS = [
  'Tomas Oyelaran',
  'Ines Rautio',
  'Odile Marchetti',
  'Wren Adeyemi',
  'Jonas Lindqvist',
  'Amara Diallo',
] as const

/** Who sits at the browser. */
export const OWN_NAME = 'Mara Voss'

/** Keys a second of each typist, the browser's included. */
export const KEYS_PER_SECOND = 5

/** Live threads of the chapter. */
export const THREADS = 300

/** The colours of the cursors where nobody else gives them. */
export const COLOURS = ['#ae553a', '#3972ab', '#2a7e46', '#9b4ac3', '#876c20', '#2b7a81', '#bd3f7e'] as const
