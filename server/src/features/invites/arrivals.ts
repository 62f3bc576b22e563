import type { ArrivalView } from '@meydan/shared/contracts/arrivals'
import type { SeatRole, Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { takeSeat } from '../../access/seats.ts'
import type { Database, Trx } from '../../database/schema.ts'

/** Who waits before a room, the first who came first. */
export async function arrivalsOf(db: Database, roomId: string): Promise<ArrivalView[]> {
  const rows = await db
    .selectFrom('arrival')
    .innerJoin('person', 'person.id', 'arrival.personId')
    .innerJoin('organisation', 'organisation.id', 'arrival.organisationId')
    .select(['arrival.id', 'person.name', 'person.isAnonymous as isGuest', 'organisation.name as organisationName'])
    .select(['arrival.askedAt'])
    .select((eb) => [
      eb.ref('arrival.role').$castTo<SeatRole>().as('role'),
      eb.ref('organisation.side').$castTo<Side>().as('side'),
    ])
    .where('arrival.roomId', '=', roomId)
    .where('arrival.decidedAt', 'is', null)
    .orderBy('arrival.askedAt')
    .orderBy('arrival.id')
    .execute()
  return rows.map(({ askedAt, ...row }) => ({ ...row, askedAt: askedAt.toISOString() }))
}

export type Asking = {
  roomId: string
  personId: string
  organisationId: string
  invitationId: string
  role: SeatRole
}

/** Somebody asks to be let in. Who was turned away and asks again, waits again. The room must be locked. */
export async function askToEnter(trx: Trx, asking: Asking): Promise<void> {
  await trx
    .insertInto('arrival')
    .values(asking)
    .onConflict((conflict) =>
      conflict
        .columns(['roomId', 'personId'])
        .doUpdateSet({ ...asking, askedAt: sql<Date>`now()`, decidedAt: null, admitted: null }),
    )
    .execute()
}

/** Whether they wait already: then nothing more is asked of the link. */
export async function isWaiting(trx: Trx, roomId: string, personId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('arrival')
    .select('id')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .where('decidedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Who came in another way, or by a link whose people are removed, waits no more. The room must be locked. */
export async function stopWaiting(
  trx: Trx,
  roomId: string,
  { admitted, ...who }: { admitted: boolean; personId?: string; invitationId?: string },
): Promise<void> {
  await trx
    .updateTable('arrival')
    .set({ decidedAt: sql<Date>`now()`, admitted })
    .where('roomId', '=', roomId)
    .where('decidedAt', 'is', null)
    .$if(who.personId !== undefined, (query) => query.where('personId', '=', who.personId!))
    .$if(who.invitationId !== undefined, (query) => query.where('invitationId', '=', who.invitationId!))
    .execute()
}

/** Lets people in, or turns them away; answers how many of them were still waiting. The room must be locked. */
export async function decide(
  trx: Trx,
  given: { roomId: string; arrivalIds: string[]; admit: boolean },
): Promise<number> {
  const { roomId, arrivalIds, admit } = given
  const decided = await trx
    .updateTable('arrival')
    .set({ decidedAt: sql<Date>`now()`, admitted: admit })
    .where('roomId', '=', roomId)
    .where('id', 'in', arrivalIds)
    .where('decidedAt', 'is', null)
    .returning(['personId', 'organisationId', 'invitationId', 'askedAt', 'id'])
    .returning((eb) => eb.ref('role').$castTo<SeatRole>().as('role'))
    .execute()
  if (!admit) return decided.length
  const { programmeId } = await trx
    .selectFrom('room')
    .select('programmeId')
    .where('id', '=', roomId)
    .executeTakeFirstOrThrow()
  // In the order they came: it decides on their colours.
  for (const { id: _, askedAt: __, ...seat } of decided.toSorted((a, b) => +a.askedAt - +b.askedAt)) {
    await takeSeat(trx, { ...seat, programmeId, roomId })
  }
  return decided.length
}
