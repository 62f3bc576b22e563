import type { SharedLink } from '@meydan/shared/contracts/shared-links'
import { LINK_HOURS_MAX } from '@meydan/shared/contracts/shared-links'

const HOUR_MS = 60 * 60 * 1000

export type LinkState = 'open' | 'expired' | 'revoked'

/** Whether a link still shows its document, and if not, why. */
export function stateOfLink({ revokedAt, expiresAt }: SharedLink, now: number): LinkState {
  if (revokedAt !== null) return 'revoked'
  return Date.parse(expiresAt) <= now ? 'expired' : 'open'
}

/** The address to hand out; the secret is behind #, so it never reaches a server's log. */
export function addressOfLink({ token }: SharedLink, origin: string): string {
  return `${origin}/shared#${token}`
}

/** Hours from now until a day of this device's calendar is over, or what is wrong with that day. */
export function hoursUntilEndOf(day: string, now: Date): number | 'date' | 'deadline_past' | 'deadline_far' {
  const [year, month, date] = day.split('-').map(Number)
  const end = new Date(year ?? Number.NaN, (month ?? Number.NaN) - 1, (date ?? Number.NaN) + 1)
  const hours = Math.ceil((end.getTime() - now.getTime()) / HOUR_MS)
  if (Number.isNaN(hours)) return 'date'
  if (hours < 1) return 'deadline_past'
  return hours > LINK_HOURS_MAX ? 'deadline_far' : hours
}
