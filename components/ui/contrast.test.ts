import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inkOn } from './avatar'

const TOKENS = readFileSync(resolve(import.meta.dirname, '../../app/tokens.css'), 'utf8')
const GROUNDS = ['desk', 'paper', 'raised']
const INKS = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'focus', 'danger', 'praise', 'line', 'clarity', 'pacing'],
  ...['character', 'suggest-in', 'suggest-out'],
]

/** The colours a block of the token file sets, over those of the block before. */
function theme(selector: string, base: Record<string, string> = {}): Record<string, string> {
  const from = TOKENS.indexOf(`${selector} {`)
  const block = TOKENS.slice(from, TOKENS.indexOf('}', from))
  const found = [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])
  return { ...base, ...(Object.fromEntries(found) as Record<string, string>) }
}

const paper = theme(':root')
const THEMES = {
  paper,
  sepia: theme("[data-theme='sepia']", paper),
  night: theme("[data-theme='night']", paper),
  system: theme("[data-theme='system']", paper),
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast after WCAG 2.2, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(Object.entries(THEMES))('the %s theme', (_name, colours) => {
  it.each(INKS)('reads --%s at 4.5:1 or better on desk, paper and raised', (ink) => {
    for (const ground of GROUNDS)
      expect(contrast(colours[ink] ?? '', colours[ground] ?? ''), ground).toBeGreaterThanOrEqual(4.5)
  })

  it('reads manuscript text at 7:1 or better', () => {
    expect(contrast(colours['ink'] ?? '', colours['paper'] ?? '')).toBeGreaterThanOrEqual(7)
  })

  it('reads the words on an accent button', () => {
    const { accent = '', 'accent-strong': strong = '', 'accent-ink': ink = '' } = colours
    expect(contrast(accent, ink)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(strong, ink)).toBeGreaterThanOrEqual(4.5)
  })
})

it('gives a system that asks for dark exactly the night theme', () => {
  expect(THEMES.system).toEqual(THEMES.night)
})

it('writes initials on any colour so that they can be read', () => {
  for (const colour of ['#b4532f', '#3972ab', '#ffe08a', '#101010', '#7b4a96'])
    expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5)
})
