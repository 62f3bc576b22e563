import type { Language } from '@meydan/shared/languages'
import { AppError } from '@meydan/shared/errors'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import type { MinutesQuestion } from './message.ts'
import { clauseCounts, decisionsOf, namedObjects } from './names.ts'

type Asked = { roomId: string; documentId: string; language: Language; timeZone: string }

/**
 * What is committed of minutes, with what they name as it is called now. Throws `not_found` where the room has no such
 * minutes, `unavailable` where they are quarantined.
 */
export async function minutesToExport(
  db: Executor,
  asked: Asked,
): Promise<Pick<MinutesQuestion, 'parts' | 'title' | 'room' | 'programme' | 'names'>> {
  const { roomId, documentId } = asked
  const named = await db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['document.title', 'room.name as room', 'programme.name as programme', 'room.programmeId'])
    .where('document.id', '=', documentId)
    .where('document.roomId', '=', roomId)
    .where('document.kind', '=', 'minutes')
    .executeTakeFirst()
  const stored = named && (await new DocumentLog(db).read(documentId))
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const { programmeId, ...titles } = named
  return {
    ...titles,
    parts: stored.parts,
    names: {
      ...(await namedObjects(db, asked)),
      decisions: await decisionsOf(db, asked),
      votes: await votesOf(db, roomId),
      parties: await partiesOf(db, { roomId, programmeId }),
      clauses: await clauseCounts(db, documentId),
      meetings: await meetingsOf(db, asked),
    },
  }
}

/** Of a vote that is only prepared nobody is told. */
async function votesOf(db: Executor, roomId: string): Promise<[id: string, title: string][]> {
  const votes = await db
    .selectFrom('vote')
    .select(['id', 'title'])
    .where('roomId', '=', roomId)
    .where('state', '!=', 'draft')
    .execute()
  return votes.map(({ id, title }) => [id, title])
}

/** Organisations of the programme, and everyone who ever had a seat in the room. */
async function partiesOf(
  db: Executor,
  { roomId, programmeId }: { roomId: string; programmeId: string },
): Promise<[id: string, name: string][]> {
  const organisations = await db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('programmeId', '=', programmeId)
    .execute()
  const seats = await db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .select(['seat.id', 'person.name'])
    .where('seat.roomId', '=', roomId)
    .execute()
  return [...organisations, ...seats].map(({ id, name }) => [id, name])
}

async function meetingsOf(db: Executor, { roomId, language, timeZone }: Asked): Promise<[id: string, when: string][]> {
  const meetings = await db
    .selectFrom('meeting')
    .select(['id', 'openedAt', 'plannedAt', 'timeZone'])
    .where('roomId', '=', roomId)
    .execute()
  return meetings.flatMap(({ id, openedAt, plannedAt, timeZone: own }) => {
    const at = openedAt ?? plannedAt
    const format = { dateStyle: 'full', timeStyle: 'short', timeZone: own ?? timeZone } as const
    return at ? [[id, new Intl.DateTimeFormat(language, format).format(at)] as [string, string]] : []
  })
}
