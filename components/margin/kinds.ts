import {
  BookOpen,
  CircleHelp,
  Clock,
  Feather,
  Gauge,
  Heart,
  Landmark,
  Link2,
  MessageSquareQuote,
  PenLine,
  Route,
  StickyNote,
  UserRound,
  type LucideIcon,
} from 'lucide-react'
import type { Category } from '@/lib/critique/contract'

/** How a category looks: one of five hues, and a line and a sign that no other category of that hue has. */
export interface Look {
  /** Name of a colour token. */
  hue: 'praise' | 'line' | 'clarity' | 'pacing' | 'character' | 'ink-soft'
  /** The line under its words. Dashed belongs to moved notes alone. */
  stroke: 'solid' | 'dotted' | 'double' | 'wavy'
  sign: LucideIcon
}

/** Hue **and** shape, never hue alone. */
export const LOOKS: Record<Category, Look> = {
  praise: { hue: 'praise', stroke: 'solid', sign: Heart },
  setting: { hue: 'praise', stroke: 'double', sign: Landmark },
  line: { hue: 'line', stroke: 'wavy', sign: PenLine },
  dialogue: { hue: 'line', stroke: 'double', sign: MessageSquareQuote },
  clarity: { hue: 'clarity', stroke: 'dotted', sign: CircleHelp },
  continuity: { hue: 'clarity', stroke: 'double', sign: Link2 },
  pacing: { hue: 'pacing', stroke: 'double', sign: Gauge },
  plot: { hue: 'pacing', stroke: 'solid', sign: Route },
  character: { hue: 'character', stroke: 'solid', sign: UserRound },
  voice: { hue: 'character', stroke: 'wavy', sign: Feather },
}

/** A note without a category. */
export const PLAIN_LOOK: Look = { hue: 'ink-soft', stroke: 'solid', sign: StickyNote }

export const SIGNS = { chapter: BookOpen, waiting: Clock } as const

/** The look of a thread. */
export function lookOf(category: Category | null): Look {
  return category ? LOOKS[category] : PLAIN_LOOK
}
