import { JSDOM } from 'jsdom'

/**
 * Gives this process what the editor needs of a browser's page, and nothing else: imported first, it lets the real editor,
 * the real server and its threads stand in one process. Vitest's own jsdom takes `URL` and more away from the server.
 */
const { window } = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true })

const NAMES = [
  ...[
    'document',
    'Node',
    'Text',
    'Element',
    'HTMLElement',
    'Document',
    'DocumentFragment',
    'ShadowRoot',
    'Range',
  ],
  ...['KeyboardEvent', 'MouseEvent', 'UIEvent', 'InputEvent', 'MutationObserver', 'DOMParser'],
  ...[
    'getSelection',
    'getComputedStyle',
    'requestAnimationFrame',
    'cancelAnimationFrame',
    'HTMLStyleElement',
    'navigator',
  ],
] as const

for (const name of NAMES) {
  const value: unknown = window[name]
  Object.defineProperty(globalThis, name, {
    configurable: true,
    writable: true,
    value: typeof value === 'function' && /^[a-z]/.test(name) ? value.bind(window) : value,
  })
}
Object.defineProperty(globalThis, 'window', { configurable: true, value: window })
