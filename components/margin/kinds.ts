import {
  CircleHelp,
  Compass,
  Drama,
  Eye,
  Feather,
  Flag,
  Gauge,
  Heart,
  Landmark,
  Link2,
  MessageSquareQuote,
  Music,
  PenLine,
  Route,
  Scissors,
  StickyNote,
  Sun,
  Timer,
  Type,
  UserRound,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { CategoryView } from '@/lib/critique/contract.categories'

/** One of five hues, a name of a colour token. */
export type Hue = CategoryView['hue']

/** The line under a note's words. Dashed belongs to moved notes alone. */
export type Shape = CategoryView['shape']

/** How a category looks: a hue, and a line and a sign that no other category of that hue has. */
export interface Look {
  hue: Hue | 'ink-soft'
  stroke: Shape
  sign: LucideIcon
}

/** Hue **and** shape, never hue alone: the sign of each pair. */
const SIGNS_OF: Record<Hue, Record<Shape, LucideIcon>> = {
  praise: { solid: Heart, dotted: Sun, double: Landmark, wavy: Music },
  line: { solid: Type, dotted: Scissors, double: MessageSquareQuote, wavy: PenLine },
  clarity: { solid: Eye, dotted: CircleHelp, double: Link2, wavy: Compass },
  pacing: { solid: Route, dotted: Timer, double: Gauge, wavy: Flag },
  character: { solid: UserRound, dotted: Drama, double: Users, wavy: Feather },
}

/** Every look that a category can have. */
export const PAIRS = (Object.keys(SIGNS_OF) as Hue[]).flatMap((hue) =>
  (Object.keys(SIGNS_OF[hue]) as Shape[]).map((shape) => ({ hue, shape })),
)

/** The look of a pair of hue and shape. */
export function lookOf({ hue, shape }: Pick<CategoryView, 'hue' | 'shape'>): Look {
  return { hue, stroke: shape, sign: SIGNS_OF[hue][shape] }
}

/** A note without a category. */
export const PLAIN_LOOK: Look = { hue: 'ink-soft', stroke: 'solid', sign: StickyNote }
