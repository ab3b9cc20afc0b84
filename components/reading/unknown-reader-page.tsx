import { readingText } from '@/components/text/reading'
import { control } from './controls'
import { ForgetRoom } from './forget-room'
import { QuietPage } from './quiet-page'

const words = readingText.unknown

/** For whoever is no reader here, or no longer: the text leaves his device. */
export function UnknownReaderPage({ sessionId }: { sessionId: string }) {
  return (
    <QuietPage title={words.title}>
      <p className="mt-6 text-center font-serif text-[18px] leading-relaxed">{words.lead}</p>
      <p className="mt-8 text-center">
        <a href={`/sign-in?next=${encodeURIComponent(`/read/${sessionId}`)}`} className={control()}>
          {words.signIn}
        </a>
      </p>
      <ForgetRoom sessionId={sessionId} />
    </QuietPage>
  )
}
