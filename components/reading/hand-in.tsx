import { readingText } from '@/components/text/reading'
import type { ReadingView } from '@/lib/beta/contract.reading'
import { control } from './controls'

const words = readingText.handIn

/** Handing in, and thanks. `ContentsTools` listens to the button, and shows the thanks in its place. */
export function HandIn({ reading: { reader, release, author } }: { reading: ReadingView }) {
  const isDone = reader.handedInAt !== null
  return (
    <div className="text-center">
      <div data-thanks hidden={!isDone}>
        <p className="font-serif text-[24px]">{words.thanks(reader.name)}</p>
        <p className="mt-1.5 text-ink-soft">{words.thanksLead(author)}</p>
      </div>
      <div data-hand-in hidden={isDone} className="needs-script">
        <h2 className="font-serif text-[21px] font-semibold">{words.title}</h2>
        <p className="mt-1.5 text-ink-soft">
          {release === 'hand_in' ? words.held(author) : words.atOnce(author)}
        </p>
        <button type="button" className={control('accent', 'mt-4')}>
          {words.act}
        </button>
        <p role="status" className="mt-2 text-[13.5px] text-ink-soft" />
      </div>
    </div>
  )
}
