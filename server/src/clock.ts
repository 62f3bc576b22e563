/** What time it is: given from above, so that a test can say what a day weeks ahead brings. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

/** The day that a moment is in, there: `2027-03-31`. */
export function dayIn(timeZone: string, moment: Date): string {
  // Sweden writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment)
}

/** Which hour it is there, 0 to 23. */
export function hourIn(timeZone: string, moment: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(moment))
}

/** A day so many days on, or back. */
export function dayAfter(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}
