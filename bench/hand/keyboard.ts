import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession } from '@playwright/test'
import { KEYS_PER_SECOND } from './people'

/**
 * The hands at the browser: keys go down on time whether or not the page has dealt with those before, as with
 * somebody who does not wait for a slow page.
 */
export class Keyboard {
  /** When each key went down since the last `begin`, in ms of this process's clock. */
  #pressed: number[] = []
  #next = 0
  #isTyping = false
  #typing: Promise<void> = Promise.resolve()

  constructor(
    private readonly devtools: CDPSession,
    private readonly letters: readonly string[],
  ) {}

  /** All that was typed so far. */
  get typed(): string {
    return this.letters.slice(0, this.#next).join('')
  }

  /** Keys since the last `begin`. */
  get pressed(): number {
    return this.#pressed.length
  }

  /** How long ago the keys after the first `painted` ones went down, in ms. */
  agesAfter(painted: number): number[] {
    const now = performance.now()
    return this.#pressed.slice(painted).map((at) => now - at)
  }

  /** Types 5 keys a second until `rest`. */
  begin(): void {
    this.#pressed = []
    this.#isTyping = true
    this.#typing = this.#typeOn()
  }

  /** Ends it; what was pressed may still wait for the page. */
  async rest(): Promise<void> {
    this.#isTyping = false
    await this.#typing
  }

  async #typeOn(): Promise<void> {
    const begun = performance.now()
    for (let i = 0; this.#next < this.letters.length; i++) {
      await pause(Math.max(0, begun + (i * 1000) / KEYS_PER_SECOND - performance.now()))
      if (!this.#isTyping) return
      this.#press(this.letters[this.#next++]!)
    }
  }

  #press(letter: string): void {
    this.#pressed.push(performance.now())
    const code = letter === ' ' ? 'Space' : `Key${letter.toUpperCase()}`
    const key = { key: letter, code, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) }
    // Nobody waits for the answers: a key that the page never took is missing from what it painted, and is told there.
    const unheard = () => undefined
    this.devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, ...key }).catch(unheard)
    this.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }).catch(unheard)
  }
}
