import { picture } from '@/components/text/picture'
import { Avatar } from '@/components/ui/avatar'

function Marked({ hue, children }: { hue: string; children: string }) {
  return (
    <span
      style={{
        background: `color-mix(in srgb, ${hue} var(--tint), transparent)`,
        borderBottom: `2px solid ${hue}`,
      }}
    >
      {children}
    </span>
  )
}

function Note({ index, hue, className }: { index: 0 | 1; hue: string; className: string }) {
  const note = picture.notes[index]
  return (
    <div
      style={{ borderLeftColor: hue }}
      className={`absolute w-60 rounded-[10px] border border-l-3 border-rule bg-raised px-3.5 py-3 shadow-lift ${className}`}
    >
      <div className="mb-1.5 flex items-center gap-2 text-[13px]">
        <Avatar name={note.name} colour={note.colour} size="small" decorative />
        <span className="font-semibold">{note.name}</span>
        <span className="ml-auto text-[12px] font-medium" style={{ color: hue }}>
          {note.kind}
        </span>
      </div>
      <div className="text-[13.5px] leading-normal">{note.words}</div>
    </div>
  )
}

/** What the product is, in one picture: a page, several hands, notes in its margin. Says nothing to screen readers. */
export function MarginPicture() {
  return (
    <div aria-hidden className="relative h-full overflow-hidden select-none">
      <div className="absolute top-[min(11vh,72px)] bottom-0 left-[7%] w-[640px] rounded-tl-[14px] bg-paper px-16 pt-16 shadow-lift">
        <div className="font-serif text-[30px] leading-tight font-semibold tracking-[-0.01em]">
          {picture.title}
        </div>
        <div className="mt-1 mb-8 text-[13.5px] text-ink-faint">{picture.by}</div>
        <div className="prose-text w-[452px] [&>p]:mb-0">
          <p>
            {picture.before}
            <Marked hue="var(--praise)">{picture.praised}</Marked>
            {picture.after}
          </p>
          <p>
            {picture.second}
            <del className="text-suggest-out">{picture.out}</del>{' '}
            <ins className="text-suggest-in underline-offset-3">{picture.in}</ins>
            {picture.secondAfter}
          </p>
          <p>
            {picture.third}
            <span className="relative -mr-0.5 border-l-2 border-[#2a679f]">
              <span className="absolute bottom-[21px] -left-0.5 rounded-[5px] rounded-bl-none bg-[#2a679f] px-1.5 py-[3px] indent-0 font-sans text-[11px] leading-none font-semibold text-white">
                {picture.typing}
              </span>
            </span>
            {picture.thirdAfter}
          </p>
          <p>{picture.fourth}</p>
          <hr />
          <p>
            {picture.fifth}
            <Marked hue="var(--clarity)">{picture.unclear}</Marked>
            {picture.fifthAfter}
          </p>
        </div>
        <Note index={0} hue="var(--praise)" className="top-[150px] left-[512px]" />
        <Note index={1} hue="var(--clarity)" className="top-[606px] left-[500px]" />
      </div>
      <div className="absolute inset-x-0 bottom-0 h-28 bg-linear-to-t from-desk to-transparent" />
    </div>
  )
}
