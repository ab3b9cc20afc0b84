// @vitest-environment jsdom
import { Editor, getSchema } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { proseSchema, schemaSignature } from '@/lib/prose/schema'
import { proseExtensions } from './prose-nodes'

describe('the editor’s schema', () => {
  it('is the chapter schema of lib/prose, in nodes, content, attributes, marks and rank', () => {
    expect(schemaSignature(getSchema(proseExtensions()))).toBe(schemaSignature(proseSchema))
  })

  it('stays so with what Tiptap adds by itself', () => {
    const editor = new Editor({ element: null, extensions: proseExtensions() })
    expect(schemaSignature(editor.schema)).toBe(schemaSignature(proseSchema))
    expect(Object.keys(editor.schema.nodes)).toEqual(Object.keys(proseSchema.nodes))
    expect(Object.keys(editor.schema.marks)).toEqual(Object.keys(proseSchema.marks))
    editor.destroy()
  })

  it('has the same defaults and refuses the same attributes', () => {
    const schema = getSchema(proseExtensions())
    expect(schema.nodes['heading']?.create().attrs).toEqual(proseSchema.nodes.heading.create().attrs)
    expect(() => schema.nodes['heading']?.create({ level: 7 }).check()).toThrow()
    expect(() => schema.mark('link')).toThrow()
    expect(() => schema.mark('link', { href: 'javascript:alert(1)' })).toThrow()
  })
})
