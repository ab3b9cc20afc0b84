import type { ProgressView } from '@/lib/beta/contract.reading'

/** Where somebody read on this device. */
export interface KeptPlace {
  paragraph: number
  /** Milliseconds since 1970, by the device. */
  at: number
}

export function keptPlace(paragraph: number, at: number): KeptPlace {
  return { paragraph, at }
}

/**
 * Where to open a chapter: at the place of the device or that of the server, whichever is later. Who has finished it begins
 * again.
 */
export function laterPlace(
  device: KeptPlace | undefined,
  server: Pick<ProgressView, 'paragraph' | 'updatedAt' | 'finished'> | null,
): number {
  if (server?.finished) return 0
  if (!device) return server?.paragraph ?? 0
  if (!server) return device.paragraph
  return Date.parse(server.updatedAt) > device.at ? server.paragraph : device.paragraph
}

/** How much of a chapter is read, in whole percent, never 100 before it is finished. */
export function shareRead(
  progress: Pick<ProgressView, 'furthest' | 'finished'> | null,
  paragraphs: number,
): number {
  if (!progress) return 0
  if (progress.finished) return 100
  return Math.min(99, Math.round((100 * (progress.furthest + 1)) / Math.max(1, paragraphs)))
}
