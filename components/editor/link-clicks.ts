import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { isSafeHref } from '@/lib/prose/links'

/** Links open in a new tab: with a click where nothing can be written, with Ctrl or ⌘ and a click in an editor. */
export const LinkClicks = Extension.create<{ onLinkKey: () => void }>({
  name: 'linkClicks',
  addOptions: () => ({ onLinkKey: () => undefined }),
  addKeyboardShortcuts() {
    return {
      'Mod-k': () => {
        this.options.onLinkKey()
        return true
      },
    }
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('linkClicks'),
        props: {
          handleDOMEvents: {
            click(view, event) {
              const target = event.target instanceof Element ? event.target.closest('a[href]') : null
              const href = target?.getAttribute('href')
              if (!isSafeHref(href)) return false
              event.preventDefault()
              if (view.editable && !event.ctrlKey && !event.metaKey) return false
              window.open(href, '_blank', 'noopener,noreferrer')
              return true
            },
          },
        },
      }),
    ]
  },
})
