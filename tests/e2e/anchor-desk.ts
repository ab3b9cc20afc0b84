import { expect, type BrowserContext, type Page } from '@playwright/test'
import { StepMap } from '@tiptap/pm/transform'
import { plainMap } from '@/lib/prose/plain'
import { proseSchema } from '@/lib/prose/schema'
import {
  followed,
  withoutBreaks,
  type Carried,
  type Characters,
  type Copy,
  type Letters,
  type Reading,
} from '@/tests/support/characters'
import type { Network } from './chapter-desk'
import { textOf } from './chapter-desk'

/** What is said of a thread beside the text: where it is marked, and how, or that it lies in the tray. */
export type Shown = { state: 'exact' | 'moved' | 'rewritten'; from: number; to: number } | { state: 'tray' }

/** An editor's page from the inside, as far as it is looked at here. */
interface Inside {
  on(event: 'transaction', hear: (told: { transaction: Told; appendedTransactions: Told[] }) => void): void
  state: { doc: { toJSON(): unknown }; selection: { from: number; to: number } } & Record<string, unknown>
  chain(): { focus(): { setTextSelection(range: { from: number; to: number }): { run(): void } } }
  commands: { undo(): boolean; redo(): boolean }
}

interface Mark {
  threadId: string
  state: 'exact' | 'moved' | 'rewritten'
  from: number
  to: number
}

interface Told {
  docChanged: boolean
  getMeta(key: string): { isChangeOrigin?: boolean } | undefined
  mapping: { maps: { ranges: number[] }[] }
}

interface Item {
  id: { client: number; clock: number }
  length: number
  deleted: boolean
  right: Item | null
  redone: { client: number; clock: number } | null
  content: { str?: string; type?: List }
}

interface List {
  _start: Item | null
  nodeName?: string
}

/** Chapter, letters and copies as one page has them now. */
interface Inner {
  prose: unknown
  letters: Letters
  copies: Copy[]
}

/** Reads the page's own doc, items and all. */
function inner(page: Page): Promise<Inner> {
  return textOf(page).evaluate((element) => {
    const { editor } = element as unknown as { editor: Inside }
    const sync = editor.state['y-sync$'] as {
      type: List
      doc: { store: { clients: Map<number, Item[]> } }
    }
    const letters = { text: '', clients: [] as number[], clocks: [] as number[] }
    const add = (words: string, client: number, clock: number) => {
      letters.text += words
      for (let i = 0; i < words.length; i++) {
        letters.clients.push(client)
        letters.clocks.push(client < 0 ? 0 : clock + i)
      }
    }
    const itemsOf = (list: List) => {
      const items: Item[] = []
      for (let item = list._start; item !== null; item = item.right) if (!item.deleted) items.push(item)
      return items
    }
    let isFirst = true
    const read = (list: List) => {
      for (const { content } of itemsOf(list)) {
        const block = content.type
        if (!block) continue
        if (block.nodeName === 'blockquote') {
          read(block)
          continue
        }
        if (!isFirst) add('\n', -1, 0)
        isFirst = false
        for (const { content: inline } of block.nodeName === 'sceneBreak' ? [] : itemsOf(block))
          if (inline.type?.nodeName) add('\n', -1, 0)
          else
            for (const item of inline.type ? itemsOf(inline.type) : [])
              if (item.content.str !== undefined) add(item.content.str, item.id.client, item.id.clock)
      }
    }
    read(sync.type)
    const copies = [...sync.doc.store.clients.values()].flatMap((items) =>
      items.flatMap(({ id, redone, length }) =>
        redone
          ? [
              {
                from: { client: id.client, clock: id.clock },
                to: { client: redone.client, clock: redone.clock },
                length,
              },
            ]
          : [],
      ),
    )
    return { prose: editor.state.doc.toJSON(), letters, copies }
  })
}

const isOfDoc = (page: Page) =>
  textOf(page).evaluate((element) => {
    const { editor, ownSteps } = element as unknown as { editor: Inside; ownSteps?: number[][] }
    if (ownSteps) return
    const steps: number[][] = []
    Object.assign(element, { ownSteps: steps })
    editor.on('transaction', ({ transaction, appendedTransactions }) => {
      for (const tr of [transaction, ...appendedTransactions])
        if (tr.docChanged && !tr.getMeta('y-sync$')?.isChangeOrigin)
          steps.push(...tr.mapping.maps.map(({ ranges }) => [...ranges]))
    })
  })

/** Somebody at a real browser, whose letters are followed. */
export class BrowserSeat {
  isOnline = true

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly network: Network,
    private readonly characters: Characters,
  ) {}

  goOffline(): void {
    this.network.cut()
    this.isOnline = false
  }

  comeOnline(): void {
    this.network.mend()
    this.isOnline = true
  }

  /** Which characters stand in this browser's text. */
  async read(): Promise<Reading> {
    return this.characters.read((await inner(this.page)).letters)
  }

  /** How long the text is, in code units; whose letters are new is not asked: the act that wrote them is not over. */
  async length(): Promise<number> {
    return (await inner(this.page)).letters.text.length
  }

  /** An act of the keyboard that writes: the characters follow the editor's own steps. */
  async write(act: () => Promise<void>, carried: Carried | null = null): Promise<void> {
    await isOfDoc(this.page)
    const before = await inner(this.page)
    const reading = this.characters.read(before.letters)
    await textOf(this.page).evaluate((element) => {
      ;(element as unknown as { ownSteps: number[][] }).ownSteps.length = 0
    })
    await act()
    const steps = await textOf(this.page).evaluate(
      (element) => (element as unknown as { ownSteps: number[][] }).ownSteps,
    )
    const after = await inner(this.page)
    const maps = steps.map((ranges) => new StepMap(ranges))
    const prose = (json: unknown) => proseSchema.nodeFromJSON(json)
    const was = { prose: prose(before.prose), reading }
    this.characters.settle(after.letters, followed(was, prose(after.prose), [{ mapping: { maps } }], carried))
  }

  /** Takes back what was written here last. */
  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+z')
    const { letters, copies } = await inner(this.page)
    this.characters.settleUndo(letters, copies)
  }

  /** Selects a stretch of plain text and gives the editor the keyboard. */
  async select(from: number, to = from): Promise<void> {
    const map = plainMap(proseSchema.nodeFromJSON((await inner(this.page)).prose))
    const range = { from: map.positionAt(from), to: map.positionAt(to) }
    await textOf(this.page).evaluate((element, wanted) => {
      const { editor } = element as unknown as { editor: Inside }
      editor.chain().focus().setTextSelection(wanted).run()
    }, range)
    await expect(textOf(this.page)).toBeFocused()
  }

  /** The characters of a stretch. */
  async carry(from: number, to: number): Promise<Carried> {
    return withoutBreaks(await this.read(), from, to)
  }

  /** Where each thread is marked in the text, or that it lies in the tray. */
  async shown(): Promise<Map<string, Shown>> {
    const { prose } = await inner(this.page)
    const map = plainMap(proseSchema.nodeFromJSON(prose))
    // Not from the page: where passages overlap it tells the innermost alone.
    const marks = await textOf(this.page).evaluate((element) => {
      const { editor } = element as unknown as { editor: Inside }
      const { highlights } = editor.state['highlights$'] as { highlights: Mark[] }
      return highlights.map(({ threadId, state, from, to }) => ({ threadId, state, from, to }))
    })
    const shown = new Map<string, Shown>()
    for (const { threadId, state, from, to } of marks)
      shown.set(threadId, { state, from: map.offsetAt(from), to: map.offsetAt(to) })
    const lost = await this.page
      .locator('[data-foot]')
      .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset['foot'] ?? ''))
    for (const id of lost) shown.set(id, { state: 'tray' })
    return shown
  }
}
