import { describe, expect, it } from 'vitest'
import { JSDOM } from 'jsdom'
import { DOMParser } from '@tiptap/pm/model'
import { cleanPastedHtml } from './paste'
import { plainText } from './plain'
import { proseSchema } from './schema'

function page(html: string): Document {
  return new JSDOM(html).window.document
}

function cleaned(html: string): string {
  return cleanPastedHtml(html, page)
}

function pasted(html: string) {
  return DOMParser.fromSchema(proseSchema).parse(page(cleaned(html)).body)
}

describe('pasting from Google Docs', () => {
  const html =
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span style="font-size:20pt;font-weight:400;">The Ferry</span></h1>' +
    '<p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;">Mara </span><span style="font-weight:700;font-style:italic;">ran</span>' +
    '<span style="font-weight:400;text-decoration:line-through"> slowly</span><span style="font-weight:400;">.</span></p><br>' +
    '<p dir="ltr"><span>* * *</span></p><p><a href="https://example.org"><span style="text-decoration:underline">map</span></a></p></b>'

  it('keeps headings, bold, italic, strike, links and scene breaks, and makes nothing else bold', () => {
    expect(cleaned(html)).toBe(
      '<h1>The Ferry</h1><p>Mara <strong><em>ran</em></strong><s> slowly</s>.</p><hr>' +
        '<p><a href="https://example.org">map</a></p>',
    )
  })
})

describe('pasting from Word', () => {
  const html =
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style>' +
    '<!--[if gte mso 9]><xml><w:WordDocument>secret</w:WordDocument></xml><![endif]--></head><body lang=EN-GB>' +
    '<!--StartFragment--><p class=MsoTitle>The Ferry<o:p></o:p></p><p class="MsoHeading2">Rain</p>' +
    '<p class=MsoNormal style="mso-margin-top-alt:auto"><span lang=EN-GB>“Stay,” <b style="mso-bidi-font-weight:normal">said</b> <i>Mara</i>.<o:p></o:p></span></p>' +
    '<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal align=center>#</p>' +
    '<p class=MsoNormal>She <del cite="mailto:Ines">never</del><ins>always</ins> left<span style="display:none;mso-hide:all">hidden</span>.</p>' +
    '<p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp;&nbsp; </span></span><![endif]>a rope</p><!--EndFragment--></body></html>'

  it('keeps titles, headings, emphasis and tracked changes, and drops what is Word’s own', () => {
    expect(cleaned(html)).toBe(
      '<h1>The Ferry</h1><h2>Rain</h2><p>“Stay,” <strong>said</strong> <em>Mara</em>.</p><hr>' +
        '<p>She <s>never</s>always left.</p><p>· a rope</p>',
    )
  })
})

describe('pasting from the web', () => {
  it.each([
    [
      'double line breaks end a paragraph, single ones are kept',
      'One<br><br>Two<br>three',
      '<p>One</p><p>Two<br>three</p>',
    ],
    [
      'lists become paragraphs',
      '<ul><li>rope</li><li><p>salt</p><ol><li>fine</li></ol></li></ul>',
      '<p>rope</p><p>salt</p><p>fine</p>',
    ],
    [
      'tables become paragraphs of their cells',
      '<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>',
      '<p>a</p><p>b</p><p>c</p>',
    ],
    ['divs are paragraphs', '<div><div>One</div><div>Two</div></div>', '<p>One</p><p>Two</p>'],
    ['words between blocks are kept', 'Before<p>in</p>after', '<p>Before</p><p>in</p><p>after</p>'],
    [
      'quotes keep their paragraphs',
      '<blockquote>Come<p>home</p></blockquote>',
      '<blockquote><p>Come</p><p>home</p></blockquote>',
    ],
    ['preformatted lines stay lines', '<pre>one\n  two</pre>', '<p>one<br> two</p>'],
    [
      'scripts, pictures and hidden words go',
      '<p>Mara<script>x()</script><img src=x onerror=y()><span hidden>z</span></p><style>p{}</style>',
      '<p>Mara</p>',
    ],
    [
      'needless no-break spaces become spaces',
      '<p>One&nbsp; two&nbsp;</p><p>100&nbsp;km</p>',
      '<p>One two</p><p>100\u00a0km</p>'.replace('\u00a0', '&nbsp;'),
    ],
    ['an empty page gives nothing', '<p> </p><div><br></div>', ''],
    ['attributes and handlers go', '<p onclick="x()" style="color:red" class="y">Mara</p>', '<p>Mara</p>'],
  ])('%s', (_name, html, expected) => {
    expect(cleaned(html)).toBe(expected)
  })

  it.each(['***', '* * *', '#', '-----', '⁂', '❧', '~~~'])('a paragraph %s is a scene break', (line) => {
    expect(cleaned(`<p>One</p><p style="text-align:center">${line}</p><p>Two</p>`)).toBe(
      '<p>One</p><hr><p>Two</p>',
    )
  })

  it('gives the schema only what it knows, with unsafe links as words', () => {
    const doc = pasted(
      '<p><a href="javascript:alert(1)">map</a> <u><font color=red>red</font></u></p><h6>x</h6>',
    )
    expect(() => doc.check()).not.toThrow()
    expect(JSON.stringify(doc.toJSON())).not.toContain('javascript')
    expect(plainText(doc)).toBe('map red\nx')
  })

  it('survives deep nesting', () => {
    const html = `${'<div><i>'.repeat(250)}deep${'</i></div>'.repeat(250)}`
    expect(plainText(pasted(html))).toBe('deep')
    const quotes = pasted(`${'<blockquote>'.repeat(300)}deep${'</blockquote>'.repeat(300)}`)
    expect(plainText(quotes)).toBe('deep')
    expect(JSON.stringify(quotes.toJSON()).split('blockquote').length - 1).toBe(16)
  })
})
