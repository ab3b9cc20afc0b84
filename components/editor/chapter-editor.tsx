'use client'

import type { AnyExtension, Editor } from '@tiptap/core'
import { EditorContent, useEditor } from '@tiptap/react'
import { memo, useEffect } from 'react'
import type * as Y from 'yjs'
import { chapterText as words } from '@/components/text/chapter'
import type { ChapterProvider } from '@/lib/sync/client/provider'
import { chapterExtensions } from './extensions'
import { LinkClicks } from './link-clicks'
import './editor.css'

interface ChapterEditorProps {
  doc: Y.Doc
  provider: ChapterProvider
  mayEdit: boolean
  /** BCP 47 tag of the manuscript. */
  language: string
  overlays?: readonly AnyExtension[]
  /** Ctrl or ⌘ + K was pressed. Keep it stable. */
  onLinkKey: () => void
  /** Called with the editor once it stands, and with null when it goes. */
  onEditor: (editor: Editor | null) => void
}

/**
 * The text of a chapter, live. Make it anew (by `key`) for another doc. Somebody who may not edit can select and
 * copy, and nothing he does reaches the text.
 */
export const ChapterEditor = memo(function ChapterEditor(props: ChapterEditorProps) {
  const { doc, provider, mayEdit, language, overlays, onLinkKey, onEditor } = props
  const editor = useEditor(
    {
      immediatelyRender: false,
      injectCSS: false,
      editable: mayEdit,
      extensions: chapterExtensions({
        doc,
        awareness: provider.awareness,
        remote: provider.inbox,
        language,
        placeholder: mayEdit ? words.placeholder : words.emptyToRead,
        overlays: [LinkClicks.configure({ onLinkKey }), ...(overlays ?? [])],
      }),
      editorProps: {
        attributes: {
          class: 'prose-text chapter-text',
          lang: language,
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': words.text,
        },
      },
    },
    [doc],
  )
  useEffect(() => {
    if (!editor) return
    editor.setEditable(mayEdit, false)
    const page = editor.view.dom
    page.setAttribute('spellcheck', String(mayEdit))
    page.setAttribute('aria-readonly', String(!mayEdit))
    // Not editable, it can still take the focus, so that its words can be selected with the keyboard.
    page.setAttribute('tabindex', '0')
  }, [editor, mayEdit])
  useEffect(() => {
    onEditor(editor)
    return () => onEditor(null)
  }, [editor, onEditor])
  return <EditorContent editor={editor} />
})
