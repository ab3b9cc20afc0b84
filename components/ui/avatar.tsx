import { classes } from './classes'

/** The letters that stand for a person: first and last name, or the first two letters of one name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = [...(words[0] ?? '?')]
  const last = words.length > 1 ? [...(words[words.length - 1] ?? '')][0] : first[1]
  return `${first[0] ?? '?'}${last ?? ''}`.toLocaleUpperCase()
}

/** Relative luminance of `#rrggbb` after WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const DARK_INK = '#1b1c20'

/** White or near-black, whichever reads better on `colour` (`#rrggbb`); white on anything else. */
export function inkOn(colour: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return '#ffffff'
  const light = luminance(colour)
  return 1.05 / (light + 0.05) >= (light + 0.05) / (luminance(DARK_INK) + 0.05) ? '#ffffff' : DARK_INK
}

const SIZES = { small: 'size-6 text-[10.5px]', medium: 'size-8 text-[12px]', large: 'size-12 text-base' }

interface AvatarProps {
  name: string
  /** The person's own colour, `#rrggbb`. */
  colour: string
  size?: keyof typeof SIZES
  /** The name stands beside it anyway: screen readers skip the letters. */
  decorative?: boolean
  className?: string
}

/** A person as two letters on his colour. */
export function Avatar({ name, colour, size = 'medium', decorative, className }: AvatarProps) {
  return (
    <span
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
      style={{ backgroundColor: colour, color: inkOn(colour) }}
      className={classes(
        'inline-grid shrink-0 place-items-center rounded-full font-semibold tracking-[0.01em] select-none',
        SIZES[size],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}

interface AvatarRowProps {
  people: readonly { id: string; name: string; colour: string }[]
  /** How many letters are shown before “+3”. */
  most?: number
  size?: keyof typeof SIZES
  /** What they lie on, for the gap between them. */
  on?: 'paper' | 'desk'
}

/** Several people, overlapping, at most `most` of them. */
export function AvatarRow({ people, most = 4, size = 'small', on = 'paper' }: AvatarRowProps) {
  const rest = people.length - most
  return (
    <span className="flex shrink-0 items-center -space-x-1.5">
      {people.slice(0, most).map((person) => (
        <Avatar
          key={person.id}
          name={person.name}
          colour={person.colour}
          size={size}
          className={on === 'desk' ? 'ring-2 ring-desk' : 'ring-2 ring-paper'}
        />
      ))}
      {rest > 0 ? <span className="pl-3 text-[12.5px] text-ink-soft">+{rest}</span> : null}
    </span>
  )
}
