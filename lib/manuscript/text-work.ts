import { randomInt } from 'node:crypto'
import * as Y from 'yjs'
import type { Node } from '@tiptap/pm/model'
import { exportChapter, exportManuscript } from '@/lib/export/registry'
import { contentDisposition } from '@/lib/export/fileName'
import { readManuscriptFile, readMarkdown } from '@/lib/import/registry'
import { plainText } from '@/lib/prose/plain'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { fragmentToProse, proseToUpdate } from '@/lib/prose/ydoc'
import { countWords } from '@/lib/text/words'
import type { DoWork } from '@/lib/thread'
import { CLIENT_IDS } from './applying'
import type { Difference, BlockId } from './versions-difference'
import {
  carryPassages,
  compareVersions,
  differenceToVersion,
  packState,
  pageOfVersion,
  readVersion,
  sweepVersion,
  type PackedState,
  type VersionPage,
  type VersionText,
} from './versions-text'
import type { Comparison } from '@/lib/text/compare'
import type { Placement } from '@/lib/text/placement'

/** A chapter that is ready to be stored: its first update, and the Yjs client that wrote it. */
export interface SeedChapter {
  title: string
  words: number
  clientId: number
  update: Uint8Array
  /** The same as a version keeps it. */
  packed: Uint8Array
}

/** The work on whole texts that would hold the event loop when a text is long. All of it is pure. */
export type TextWork = {
  /** Reads a file into chapters. Throws an `AppError` with a sentence about the file. */
  file: { ask: { bytes: Uint8Array; fileName: string }; answer: SeedChapter[] }
  /** Makes one chapter of Markdown; nothing gives one empty paragraph. */
  markdown: { ask: { title: string; markdown: string }; answer: SeedChapter }
  /** Counts the words of a doc's state. */
  words: { ask: { state: Uint8Array }; answer: number }
  /** Writes a chapter's state as a file. */
  chapter: { ask: { format: string; title: string; state: Uint8Array }; answer: TextFile }
  /** Writes a manuscript's chapters as one file. */
  manuscript: {
    ask: { format: string; title: string; chapters: { title: string; state: Uint8Array }[] }
    answer: TextFile
  }
  /** Makes a version's bytes of a state, and counts its words. */
  pack: { ask: { state: Uint8Array }; answer: PackedState }
  /** Reads a version's bytes. */
  version: { ask: { packed: Uint8Array }; answer: VersionText }
  /** Makes a version's bytes into what is read without an editor. */
  page: { ask: { packed: Uint8Array }; answer: VersionPage }
  /** Compares two versions' bytes. */
  compare: { ask: { from: Uint8Array; to: Uint8Array }; answer: Comparison }
  /** See `carryPassages`. */
  carry: {
    ask: { from: Uint8Array; to: Uint8Array; passages: readonly { from: number; to: number }[] }
    answer: (Placement | null)[]
  }
  /** The difference from a state to a version, see `differenceTo`. */
  difference: {
    ask: { state: Uint8Array; packed: Uint8Array; clientId: number; mayEmpty: boolean }
    answer: Difference | null
  }
  /** See `sweepEmptied`. */
  sweep: {
    ask: { state: Uint8Array; emptied: readonly BlockId[]; clientId: number }
    answer: Uint8Array | null
  }
}

/** A file ready to be sent; `disposition` is the `Content-Disposition` header. */
export interface TextFile {
  bytes: Uint8Array
  contentType: string
  disposition: string
}

/** Does text work somewhere: here, or in a thread. */
export type TextWorker = DoWork<TextWork>

function seedOf(title: string, doc: Node): SeedChapter {
  const clientId = randomInt(CLIENT_IDS)
  const update = proseToUpdate(doc, clientId)
  const { packed, words } = packState(update)
  return { title, words, clientId, update, packed }
}

function proseOf(state: Uint8Array): Node {
  const doc = new Y.Doc()
  try {
    const fragment = doc.getXmlFragment(CHAPTER_FRAGMENT)
    Y.applyUpdate(doc, state)
    return fragmentToProse(fragment)
  } finally {
    doc.destroy()
  }
}

function sendable({ bytes, contentType, fileName }: ReturnType<typeof exportChapter>): TextFile {
  return { bytes, contentType, disposition: contentDisposition(fileName) }
}

const WORK: { [K in keyof TextWork]: (ask: TextWork[K]['ask']) => TextWork[K]['answer'] } = {
  file: ({ bytes, fileName }) =>
    readManuscriptFile(bytes, fileName).map(({ title, doc }) => seedOf(title, doc)),
  markdown: ({ title, markdown }) => seedOf(title, readMarkdown(markdown)),
  words: ({ state }) => countWords(plainText(proseOf(state))),
  chapter: ({ format, title, state }) => sendable(exportChapter(format, { title, doc: proseOf(state) })),
  manuscript: ({ format, title, chapters }) =>
    sendable(
      exportManuscript(format, {
        title,
        chapters: chapters.map((chapter) => ({ title: chapter.title, doc: proseOf(chapter.state) })),
      }),
    ),
  pack: ({ state }) => packState(state),
  version: ({ packed }) => readVersion(packed),
  page: ({ packed }) => pageOfVersion(packed),
  compare: ({ from, to }) => compareVersions(from, to),
  carry: ({ from, to, passages }) => carryPassages(from, to, passages),
  difference: ({ state, packed, ...how }) => differenceToVersion(state, packed, how),
  sweep: ({ state, emptied, clientId }) => sweepVersion(state, emptied, clientId),
}

/** Does the work in this thread, now. */
export function doTextWorkHere<K extends keyof TextWork>(
  kind: K,
  ask: TextWork[K]['ask'],
): TextWork[K]['answer'] {
  return WORK[kind](ask)
}

const HOLDER = Symbol.for('scriptorium.text-thread')

interface Holder {
  [HOLDER]?: TextWorker
}

/** Makes `worker` do the process's text work; null takes it away. For the composition root and tests. */
export function holdTextWorker(worker: TextWorker | null): void {
  if (worker) (globalThis as Holder)[HOLDER] = worker
  else delete (globalThis as Holder)[HOLDER]
}

/** Work on texts below this size is done at once: 64 KiB of Yjs state are about 10,000 words and cost about 5 ms. */
const AT_ONCE_BYTES = 64 * 1024

/** Comparing costs about 20 times as much as reading, and packed texts are about a third of their size. */
const COMPARED = 60
const PACKED = 3

function sizeOf(ask: TextWork[keyof TextWork]['ask']): number {
  if ('from' in ask) return COMPARED * (ask.from.byteLength + ask.to.byteLength)
  if ('packed' in ask) return PACKED * ask.packed.byteLength + ('state' in ask ? 2 * ask.state.byteLength : 0)
  if ('bytes' in ask) return ask.bytes.byteLength
  if ('markdown' in ask) return ask.markdown.length
  if ('state' in ask) return ask.state.byteLength
  return ask.chapters.reduce((sum, { state }) => sum + state.byteLength, 0)
}

/**
 * Does text work: small texts here, large ones in the thread that `openTextThread` holds, so that nobody's typing
 * waits for somebody's import. Without a thread (tests, the command line) everything is done here.
 * @throws {AppError} what the work throws; `invalid` when a text takes more time or memory than it may
 */
export async function doTextWork<K extends keyof TextWork>(
  kind: K,
  ask: TextWork[K]['ask'],
): Promise<TextWork[K]['answer']> {
  const worker = (globalThis as Holder)[HOLDER]
  return worker && sizeOf(ask) > AT_ONCE_BYTES ? worker(kind, ask) : doTextWorkHere(kind, ask)
}
