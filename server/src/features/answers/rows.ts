import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

/** An ask under its room: an id alone leads nowhere. */
export type AskAt = { roomId: string; askId: string }

/** Hidden on its board now, or the line of a vote that stands for such an object or was taken out. */
const hiddenNow = sql<boolean>`(${isHidden({ documentId: 'ask.documentId', recordId: 'ask.recordId' })} or exists (
  select 1 from vote_option join vote on vote.id = vote_option.vote_id
  where ask.subject_kind = 'vote' and vote_option.id::text = ask.record_id and (
    vote_option.hidden or exists (
      select 1 from hidden_object
      where hidden_object.document_id = vote.document_id and vote_option.record_id = any(hidden_object.record_ids)))))`

function askRows(db: Executor) {
  return db
    .selectFrom('ask')
    .innerJoin('room', 'room.id', 'ask.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .innerJoin('organisation as asked', 'asked.id', 'ask.organisationId')
    .innerJoin('seat as asker', 'asker.id', 'ask.askedBy')
    .innerJoin('person as askerPerson', 'askerPerson.id', 'asker.personId')
    .innerJoin('organisation as asking', 'asking.id', 'asker.organisationId')
    .leftJoin('seat as settler', 'settler.id', 'ask.settledBy')
    .leftJoin('person as settlerPerson', 'settlerPerson.id', 'settler.personId')
    .selectAll('ask')
    .select(['room.archivedAt', 'room.name as roomName', 'room.language as roomLanguage', 'room.programmeId'])
    .select(['programme.name as programmeName', 'programme.publishesAnswers'])
    .select(['asked.name as askedName', 'asking.id as askingId', 'asking.name as askingName'])
    .select(['askerPerson.name as askerName', 'settlerPerson.name as settlerName'])
    .select(({ ref }) => [
      ref('asked.side').$castTo<Side>().as('askedSide'),
      ref('asking.side').$castTo<Side>().as('askingSide'),
    ])
    .select(hiddenNow.as('isHidden'))
    .select(({ selectFrom, exists, fn }) => [
      exists(
        selectFrom('ask as next')
          .select('next.id')
          .whereRef('next.passedFrom', '=', 'ask.id')
          .where('next.withdrawnAt', 'is', null),
      )
        .$castTo<boolean>()
        .as('isAskedOf'),
      selectFrom('askRecipient')
        .select(fn.countAll<string>().as('count'))
        .whereRef('askRecipient.askId', '=', 'ask.id')
        .as('recipients'),
    ])
}

async function answersTo(db: Executor, askIds: readonly string[]) {
  if (askIds.length === 0) return []
  return db
    .selectFrom('answer')
    .leftJoin('organisation', 'organisation.id', 'answer.passedTo')
    .selectAll('answer')
    .select('organisation.name as passedName')
    .select(({ ref }) => ref('organisation.side').$castTo<Side | null>().as('passedSide'))
    .where('askId', 'in', askIds)
    .orderBy('position')
    .execute()
}

export type AnswerRow = Awaited<ReturnType<typeof answersTo>>[number]
type BareAsk = Awaited<ReturnType<ReturnType<typeof askRows>['execute']>>[number]
/** `isAskedOf`: whether it is asked of the organisation now that it was passed on to. */
export type AskRow = BareAsk & { answers: AnswerRow[] }

async function withAnswers(db: Executor, asks: readonly BareAsk[]): Promise<AskRow[]> {
  const answers = Map.groupBy(
    await answersTo(
      db,
      asks.map(({ id }) => id),
    ),
    ({ askId }) => askId,
  )
  return asks.map((ask) => ({ ...ask, answers: answers.get(ask.id) ?? [] }))
}

export async function asksOfRoom(db: Executor, roomId: string): Promise<AskRow[]> {
  return withAnswers(db, await askRows(db).where('ask.roomId', '=', roomId).orderBy('ask.id').execute())
}

/** Throws `not_found`. */
export async function askAt(db: Executor, { roomId, askId }: AskAt): Promise<AskRow> {
  const row = await askRows(db).where('ask.id', '=', askId).where('ask.roomId', '=', roomId).executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return (await withAnswers(db, [row]))[0]!
}

/** Asks of a programme that may be published, whatever room they are of. */
export async function publishableAsks(db: Executor, programmeId: string, most: number): Promise<AskRow[]> {
  const rows = await askRows(db)
    .where('room.programmeId', '=', programmeId)
    .where('ask.publishable', '=', true)
    .where('ask.withdrawnAt', 'is', null)
    .orderBy('ask.replyBy', 'desc')
    .orderBy('ask.id')
    .limit(most)
    .execute()
  return withAnswers(db, rows)
}

/** The organisations that were asked before it came here, and the one that is asked now: none of them twice. */
export async function organisationsInChain(db: Executor, askId: string): Promise<Set<string>> {
  const { rows } = await sql<{ organisationId: string }>`
    with recursive chain as (
      select id, organisation_id, passed_from from ask where id = ${askId}
      union
      select ask.id, ask.organisation_id, ask.passed_from from ask join chain on ask.id = chain.passed_from
    )
    select organisation_id as "organisationId" from chain`.execute(db)
  return new Set(rows.map(({ organisationId }) => organisationId))
}
