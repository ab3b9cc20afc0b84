import { versionsText as words } from '@/components/text/versions'
import { dateInWords } from '@/components/text/dates'
import type { VersionSummary } from '@/lib/manuscript/contract.versions'

/** What a version is called: its name, or the time it was recorded. */
export function nameOf(version: VersionSummary, zone?: string): string {
  return version.name ?? words.at(timeOf(version.createdAt, zone))
}

/** “21:40”. */
export function clockOf(at: string, zone?: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
}

/** “3 Nov, 21:40”. */
export function timeOf(at: string, zone?: string): string {
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
  return `${day}, ${clockOf(at, zone)}`
}

/** The day a version belongs to: today, yesterday or the date. */
export function dayOf(at: string, now: number, zone?: string): string {
  const day = dateInWords(new Date(at), zone)
  if (day === dateInWords(new Date(now), zone)) return words.today
  if (day === dateInWords(new Date(now - 24 * 3_600_000), zone)) return words.yesterday
  return day
}

/** Versions in their order, by day. */
export function byDay(
  versions: readonly VersionSummary[],
  now: number,
  zone?: string,
): { day: string; versions: VersionSummary[] }[] {
  const days: { day: string; versions: VersionSummary[] }[] = []
  for (const version of versions) {
    const day = dayOf(version.createdAt, now, zone)
    const last = days.at(-1)
    if (last?.day === day) last.versions.push(version)
    else days.push({ day, versions: [version] })
  }
  return days
}
