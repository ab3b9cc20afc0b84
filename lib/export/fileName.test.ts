import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { contentDisposition, fileNameFor } from './fileName'

describe('a file name', () => {
  it.each([
    ['The Salt Road', 'The Salt Road.md'],
    ['../../etc/passwd', 'etc passwd.md'],
    ['C:\\texts\\x', 'C texts x.md'],
    ['CON', '_CON.md'],
    ['aux.x', '_aux.x.md'],
    ['Rain\r\nSet-Cookie: a', 'Rain Set-Cookie a.md'],
    ['\u202egnp.exe', 'gnp.exe.md'],
    ['...', 'Untitled.md'],
    ['', 'Untitled.md'],
    ['Ärger & Öl', 'Ärger & Öl.md'],
    ['雨', '雨.md'],
  ])('for %j is %j', (title, name) => {
    expect(fileNameFor(title, 'md')).toBe(name)
  })

  it('is bounded and safe for any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const name = fileNameFor(title, 'txt')
        expect(name.length).toBeLessThanOrEqual(70)
        expect(name).toMatch(/^[^./\\][^/\\]*\.txt$/u)
        expect(contentDisposition(name)).toMatch(
          /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.%~-]+$/,
        )
      }),
    )
  })

  it('travels in a header as ASCII and as itself', () => {
    expect(contentDisposition('Ärger "1".md')).toBe(
      `attachment; filename="Arger _1_.md"; filename*=UTF-8''%C3%84rger%20%221%22.md`,
    )
  })
})
