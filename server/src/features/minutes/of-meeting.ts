import type { DocumentSummary } from '@meydan/shared/contracts/rooms'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { NAME_MAX } from '@meydan/shared/names'
import type { Trx } from '../../database/schema.ts'
import { minutesWords } from './words.ts'

type MeetingAt = { roomId: string; meetingId: string }

/** The minutes of a meeting, the first of several; undefined where nobody began any. */
export async function minutesOfMeeting(trx: Trx, at: MeetingAt): Promise<DocumentSummary | undefined> {
  const row = await trx
    .selectFrom('document')
    .select(['id', 'title', 'createdAt', 'meetingId'])
    .where('roomId', '=', at.roomId)
    .where('meetingId', '=', at.meetingId)
    .where('kind', '=', 'minutes')
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, kind: 'minutes', createdAt: row.createdAt.toISOString() }
}

/**
 * What new minutes of a meeting are called, in their room's language: by their day, and by as much more as tells them from
 * others there. `timeZone`: where the meeting says none. Throws `not_found`.
 */
export async function namedForMeeting(
  trx: Trx,
  { roomId, meetingId, timeZone }: MeetingAt & { timeZone: string },
): Promise<{ title: string; language: Language }> {
  const meeting = await trx
    .selectFrom('meeting')
    .innerJoin('room', 'room.id', 'meeting.roomId')
    .select(['meeting.title', 'meeting.openedAt', 'meeting.plannedAt', 'meeting.timeZone', 'room.language'])
    .where('meeting.id', '=', meetingId)
    .where('meeting.roomId', '=', roomId)
    .executeTakeFirst()
  if (!meeting) throw new AppError('not_found')
  const rows = await trx.selectFrom('document').select('title').where('roomId', '=', roomId).execute()
  const language = Language.catch('en').parse(meeting.language)
  const at = meeting.openedAt ?? meeting.plannedAt
  const names = namesOf({ ...meeting, at, timeZone: meeting.timeZone ?? timeZone }, language)
  const taken = new Set(rows.map(({ title }) => title))
  return { title: names.find((name) => !taken.has(name)) ?? names.at(-1)!, language }
}

type Held = { title: string; at: Date | null; timeZone: string }

/** The shorter first: most rooms meet once in a day, and few twice on one day of the year. Pure. */
export function namesOf({ title, at, timeZone }: Held, language: Language): string[] {
  const { titled } = minutesWords[language]
  const named = (of: string) => [...titled(of)].slice(0, NAME_MAX).join('').trim()
  if (!at) return [named(title)]
  const day = (year?: 'numeric') =>
    new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year, timeZone }).format(at)
  return [named(day()), named(day('numeric')), named(`${day('numeric')}, ${title}`)]
}
