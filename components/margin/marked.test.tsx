import { JSDOM } from 'jsdom'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { readLight } from '@/lib/prose/light'
import { chanceFrom, type Chance } from '@/tests/support/random'
import { LightText } from './marked'

const PIECES = [
  ...[
    '<script>',
    '</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="',
    '">',
    '<!--',
    '<svg onload=',
    '<iframe',
  ],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:',
    'java\tscript:',
    'data:text/html,',
    'vbscript:',
    'file:///',
    '//evil.example',
  ],
  ...['[', ']', '(', ')', '](', '![', '<', '>', '"', "'", '&#106;avascript:', '&colon;', '%6A', '\\', '`'],
  ...['**', '*', '_', '__', '> ', '- ', '1. ', '\n', '\n\n', '    ', '\t', ' ', '@', '|', '# '],
  ...[
    'https://example.org/',
    'http://',
    'mailto:ines@example.org',
    'https://a:b@example.org',
    '\u202e',
    '\u200b',
  ],
  ...['The ferry', 'left at six', 'Über', '🌊', 'https://example.org/?a="onmouseover="x'],
]

const ALLOWED = new Set(['P', 'BR', 'STRONG', 'EM', 'A', 'BLOCKQUOTE', 'UL', 'OL', 'LI'])
const ATTRIBUTES = new Set(['class', 'dir', 'href', 'target', 'rel', 'start'])

function comment(chance: Chance): string {
  const many = 1 + chance.below(24)
  return Array.from({ length: many }, () => chance.pick(PIECES)).join('')
}

it('makes no element and no link of any comment but the harmless ones', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
  const chance = chanceFrom(seed)
  const { document } = new JSDOM('').window
  const seen = new Set<string>()
  for (let round = 0; round < 1_500; round++) {
    const body = comment(chance)
    const about = `FUZZ_SEED=${seed}, comment ${JSON.stringify(body)}`
    const place = document.createElement('div')
    place.innerHTML = renderToStaticMarkup(<LightText blocks={readLight(body)} say={(text) => text} />)
    for (const element of place.querySelectorAll('*')) {
      seen.add(element.tagName)
      expect(ALLOWED.has(element.tagName), about).toBe(true)
      for (const { name } of element.attributes) expect(ATTRIBUTES.has(name), about).toBe(true)
      if (element.tagName !== 'A') continue
      const { protocol } = element as HTMLAnchorElement
      expect(['http:', 'https:', 'mailto:'], about).toContain(protocol)
      expect(element.getAttribute('rel'), about).toBe('noopener nofollow ugc')
    }
    const letters = (text: string) => text.match(/The ferry|left at six|Über|🌊/gu)?.length ?? 0
    const links = Array.from(place.querySelectorAll('a'), (link) => link.getAttribute('href') ?? '')
    expect(letters([place.textContent, ...links].join(' ')), about).toBeGreaterThanOrEqual(letters(body))
  }
  for (const tag of ['A', 'STRONG', 'BLOCKQUOTE', 'LI']) expect(seen, `FUZZ_SEED=${seed}`).toContain(tag)
  console.log(`FUZZ_SEED=${seed}`)
})
