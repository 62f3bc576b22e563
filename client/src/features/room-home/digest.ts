import type { Happening, HappeningKind } from '@meydan/shared/contracts/room-home'
import { localDay } from '../../i18n/days.ts'

/** What lines are told under, beside the documents. */
export type Subject = 'threads' | 'decided' | 'meetings' | 'asks' | 'newPeople'
export type Topic = {
  key: string
  documentId: string | null
  subject: Subject | null
  /** Each thing counts as often as it was done. */
  changes: number
  people: number
  lines: Happening[]
}
export type Day = { day: string; topics: Topic[] }

const subjects: Partial<Record<HappeningKind, Subject>> = {
  comment: 'threads',
  thread_resolved: 'threads',
  decision_proposed: 'decided',
  decision_closed: 'decided',
  vote_closed: 'decided',
  meeting_planned: 'meetings',
  meeting_ended: 'meetings',
  ask_sent: 'asks',
  answer_given: 'asks',
  person_joined: 'newPeople',
}

/** What happened by the reader's days and by what it was about, in the order in which it came. Pure. */
export function digestOf(happenings: readonly Happening[]): Day[] {
  const days = new Map<string, Map<string, Happening[]>>()
  for (const happening of happenings) {
    const day = localDay(new Date(happening.at))
    const topics = days.get(day) ?? new Map<string, Happening[]>()
    days.set(day, topics)
    const key = subjects[happening.kind] ?? happening.documentId ?? ''
    topics.set(key, [...(topics.get(key) ?? []), happening])
  }
  return [...days].map(([day, topics]) => ({ day, topics: [...topics].map(([key, lines]) => topicOf(key, lines)) }))
}

function topicOf(key: string, lines: Happening[]): Topic {
  const subject = subjects[lines[0]!.kind] ?? null
  return {
    ...{ key, subject, lines },
    documentId: subject ? null : lines[0]!.documentId,
    changes: lines.reduce((sum, { count }) => sum + count, 0),
    people: new Set(lines.flatMap(({ seatId }) => seatId ?? [])).size,
  }
}

/** Whether there is something in it to be gone through one by one: objects, or a text. */
export function hasStops({ documentId, lines }: Topic): boolean {
  return documentId !== null && lines.some(({ kind, recordId }) => recordId !== null || kind === 'minutes_changed')
}

/** Where a line leads from the room's home: what stands beside it opens there, instead of another board. */
export function fromHome(path: string | null, roomId: string): string | null {
  const room = `/rooms/${roomId}?`
  return path?.startsWith(room) ? `/rooms/${roomId}/home?${path.slice(room.length)}` : path
}
