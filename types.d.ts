declare module '@fontsource-variable/literata'
declare module '@fontsource-variable/inter'
declare module '*.css'

/** The part of jsdom that tests use; it ships no types of its own. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html?: string, options?: { url?: string; pretendToBeVisual?: boolean })
    readonly window: Window & typeof globalThis
  }
}
