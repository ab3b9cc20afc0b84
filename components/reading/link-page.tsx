import { readingText } from '@/components/text/reading'
import { dateInWords } from '@/components/text/dates'
import type { LinkLook } from '@/lib/beta/contract.access'
import { control, FIELD } from './controls'
import { Letter, Ornament, QuietPage } from './quiet-page'

const words = readingText.link

function Day({ at }: { at: string }) {
  return <time dateTime={at}>{dateInWords(new Date(at), 'UTC')}</time>
}

interface LinkPageProps {
  token: string
  look: LinkLook
  /** Name of the account that is signed in. */
  account: string | null
}

/** What a link leads to, and the form that joins: it works without a script. */
export function LinkPage({ token, look, account }: LinkPageProps) {
  const { title, manuscript, author, letter, contentNote, opensAt, closesAt, reader } = look
  return (
    <QuietPage title={manuscript} above={author ? words.asks(author) : words.asksNobody}>
      <p className="mt-2 text-center font-serif text-[17px] text-ink-soft italic">{title}</p>
      <Ornament />
      {letter.trim() ? <Letter text={letter} /> : null}
      {contentNote.trim() ? (
        <section aria-labelledby="note" className="room-box mt-6">
          <h2 id="note" className="room-small">
            {words.note}
          </h2>
          <p className="mt-1 whitespace-pre-line">{contentNote}</p>
        </section>
      ) : null}
      <form method="post" action={`/beta/${token}/join`} className="mt-8 grid gap-4">
        {reader === null ? <NameField look={look} account={account} /> : null}
        <button type="submit" className={control('accent', 'w-full')}>
          {reader === null ? words.start : words.as(reader)}
        </button>
        <p className="text-center text-[13.5px] text-ink-soft">
          {reader === null ? (account ? words.asAccount(account) : words.remembered) : words.yours}
        </p>
        {opensAt || closesAt ? (
          <p className="text-center text-[13.5px] text-ink-soft">
            {opensAt && !isPast(opensAt) ? (
              <>
                {words.opens} <Day at={opensAt} />.{' '}
              </>
            ) : null}
            {closesAt ? (
              <>
                {words.closes} <Day at={closesAt} />.
              </>
            ) : null}
          </p>
        ) : null}
      </form>
    </QuietPage>
  )
}

function isPast(at: string): boolean {
  return new Date(at).getTime() <= Date.now()
}

function NameField({ look, account }: Pick<LinkPageProps, 'look' | 'account'>) {
  return (
    <div>
      <label htmlFor="name" className="mb-1.5 block font-medium">
        {words.name}
      </label>
      <input
        id="name"
        name="name"
        required
        maxLength={80}
        autoComplete="name"
        defaultValue={look.name ?? account ?? ''}
        aria-describedby="name-hint"
        className={FIELD}
      />
      <p id="name-hint" className="mt-1.5 text-[13.5px] text-ink-soft">
        {words.nameHint}
      </p>
    </div>
  )
}

/** A link that lets nobody in, with the reason. */
export function BrokenLinkPage({ reason }: { reason: string }) {
  return (
    <QuietPage title={words.broken}>
      <p className="mt-6 text-center font-serif text-[18px]">{reason}</p>
      <p className="mt-3 text-center text-ink-soft">{words.brokenHint}</p>
    </QuietPage>
  )
}
