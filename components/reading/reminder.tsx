import { readingText } from '@/components/text/reading'
import { control } from './controls'
import { Letter } from './quiet-page'

const words = readingText.reminder

interface ReminderProps {
  author: string
  /** The author's own word; empty without one. */
  word: string
}

/** That the author would be glad if he read on: until he does, or puts it away, for which `ContentsTools` listens. */
export function Reminder({ author, word }: ReminderProps) {
  return (
    <aside data-reminder aria-label={words.label} className="room-box mt-6">
      <p className="font-medium">{words.asks(author)}</p>
      {word ? (
        <blockquote className="mt-2 border-l-2 border-accent pl-3.5">
          <Letter text={word} />
        </blockquote>
      ) : null}
      <p className="mt-2.5 text-[13.5px] text-ink-soft">{words.hint}</p>
      <button type="button" className={control('plain', 'needs-script mt-1 -mb-1.5 -ml-4')}>
        {words.away}
      </button>
    </aside>
  )
}
