import type { Browser } from '@playwright/test'
import type { Load } from '@/bench/clients/load'
import { chanceFrom } from '@/tests/support/random'
import { Keyboard } from './keyboard'
import { outcome, type Outcome } from './outcome'
import { KEYS_PER_SECOND } from './people'
import { lettersOf, placesOf, scriptsFor, typedBy } from './scripts'
import type { Prepared, Side } from './side'
import { PACES, typeFor, WARM_S, type Pace, type Stretch } from './stretch'
import { ask, openWindow } from './window'

/** What one visit of a chapter showed. */
export interface Visit extends Outcome {
  /** How many the chapter has. */
  threads: number
  /** From the start of the navigation to a painted window full of editable text, ms. */
  navigationMs: number
  /** All scripts of the page, each gzipped, in bytes. */
  scriptBytes: number
  stretches: Map<Pace, Stretch>
}

export interface VisitOptions {
  browser: Browser
  load: Load
  /** The bundled `page-watch.ts`. */
  watch: string
  /** Measured for so long at each pace, in s. */
  seconds: number
}

/**
 * Opens a new chapter in the browser, has seven people type in it at both paces, one after the other, and looks what
 * became of it.
 */
export async function visit(side: Side, prepared: Prepared, options: VisitOptions): Promise<Visit> {
  const { browser, load, watch, seconds } = options
  const { state, spots, words } = prepared
  const keys = Math.ceil((WARM_S + seconds + 1) * PACES.length * KEYS_PER_SECOND)
  const scripts = scriptsFor(state, spots, keys)
  const { own } = placesOf(spots, 1)
  const opened = await side.open(prepared, load)
  const { target } = side
  const window = await openWindow(browser, opened, watch)
  try {
    await load.run('seatTypists', target, { docId: opened.docId, scripts })
    if ((await ask<number>(window.page, `sit(${own.position})`)) !== own.position)
      throw new Error('The caret would not go where it was put.')
    const keyboard = new Keyboard(window.devtools, lettersOf(keys, chanceFrom(words)))
    const stretches = new Map<Pace, Stretch>()
    let sent: number[] = []
    for (const pace of PACES) {
      const typed = await typeFor(pace, { window, keyboard, load, target, seconds })
      stretches.set(pace, typed.stretch)
      sent = typed.sent
    }
    const typed = [keyboard.typed, ...scripts.flatMap((script, i) => typedBy(script, sent[i] ?? 0))]
    const end = await outcome({ window, load, target, opened, prepared, typed })
    const { navigationMs, scriptBytes } = window
    return { navigationMs, scriptBytes, stretches, threads: prepared.passages.length, ...end }
  } finally {
    await window.close()
    await load.run('dismissTypists', target, undefined)
  }
}
