import type { AnswerKind } from '@meydan/shared/contracts/answers'
import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import type { Party, PlanQuestion, PrintedAnswer } from './message.ts'

type Stored = Pick<PlanQuestion, 'parts' | 'title' | 'room' | 'programme' | 'host' | 'organisations' | 'people'>

/**
 * What is committed of a plan, with the names that go on paper. Throws `not_found` where the room has no such plan,
 * `unavailable` where it is quarantined.
 */
export async function planToPrint(db: Executor, given: { roomId: string; documentId: string }): Promise<Stored> {
  const named = await db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['document.title', 'room.name as room', 'programme.name as programme', 'room.programmeId'])
    .where('document.id', '=', given.documentId)
    .where('document.roomId', '=', given.roomId)
    .where('document.kind', '=', 'plan')
    .executeTakeFirst()
  const stored = named && (await new DocumentLog(db).read(given.documentId))
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const { programmeId, ...titles } = named
  const organisations = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'side', 'isHost'])
    .where('programmeId', '=', programmeId)
    .execute()
  const people = await db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .select(['seat.id', 'person.name'])
    .where('seat.roomId', '=', given.roomId)
    .where('seat.removedAt', 'is', null)
    .execute()
  return {
    ...titles,
    parts: stored.parts,
    host: organisations.find(({ isHost }) => isHost)?.name ?? '',
    organisations: organisations.map(({ id, name, side }) => [id, partyOf(name, side)]),
    people: people.map(({ id, name }) => [id, name]),
  }
}

/** What institutions were asked about this plan's actions and what they said last, the first ask first. */
export async function answersOf(
  db: Executor,
  at: { roomId: string; documentId: string },
): Promise<PlanQuestion['answers']> {
  const asks = await db
    .selectFrom('ask')
    .innerJoin('organisation', 'organisation.id', 'ask.organisationId')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('answer')
          .leftJoin('organisation as other', 'other.id', 'answer.passedTo')
          .select(['answer.kind', 'answer.reason', 'other.name as passedTo'])
          .whereRef('answer.askId', '=', 'ask.id')
          .orderBy('answer.position', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['ask.recordId', 'ask.replyBy', 'ask.doneAt', 'ask.isConfirmed', 'organisation.name', 'organisation.side'])
    .select(['last.kind', 'last.reason', 'last.passedTo'])
    .where('ask.roomId', '=', at.roomId)
    .where('ask.documentId', '=', at.documentId)
    .where('ask.subjectKind', '=', 'action')
    .where('ask.withdrawnAt', 'is', null)
    .orderBy('ask.createdAt')
    .orderBy('ask.id')
    .execute()
  const byAction = Map.groupBy(asks, ({ recordId }) => recordId)
  return [...byAction].map(([action, some]) => [
    action,
    some.map(
      ({ name, side, replyBy, kind, reason, passedTo, doneAt, isConfirmed }): PrintedAnswer => ({
        organisation: partyOf(name, side),
        replyBy,
        kind: kind as AnswerKind | null,
        reason: reason ?? '',
        passedTo,
        isDone: doneAt !== null && isConfirmed !== false,
      }),
    ),
  ])
}

function partyOf(name: string, side: string): Party {
  return { name, side: side as Side }
}
