import { expect, it } from 'vitest'
import { safePath } from './login'

it.each(['/', '/chapters/3f9a', '/manuscripts/a?b=c#d', '/a//b'])(
  'goes on to %s after signing in',
  (path) => {
    expect(safePath(path)).toBe(path)
  },
)

it.each([
  ...['//evil.example', '/\\evil.example', '\\/evil.example', 'https://evil.example', 'evil.example'],
  ...['/\t/evil.example', '/\n/evil.example', '/\r\\evil.example', '\t//evil.example', ' //evil.example'],
  ...['javascript:alert(1)', '', null, undefined],
])('goes to the desk and nowhere else for %j', (path) => {
  expect(safePath(path)).toBe('/')
  const { origin } = new URL(safePath(path), 'http://127.0.0.1:3000')
  expect(origin).toBe('http://127.0.0.1:3000')
})
