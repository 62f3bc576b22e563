import { readConfig } from '@meydan/server/config'
import { readSecret } from '@meydan/server/access/secret'
import { SessionCookie } from '@meydan/server/access/session-cookie'
import { GUEST_DAYS, startSession } from '@meydan/server/access/sessions'
import { takeSeat } from '@meydan/server/access/seats'
import type { Database } from '@meydan/server/database/schema'
import { createDocument } from '@meydan/server/sync/document-log'
import { boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'
import { foldName } from '@meydan/shared/names'
import type { SeatRole, Side } from '@meydan/shared/words'

export type Actor = { personId: string; seatId: string; sessionId: string; cookie: string; name: string }
export type Story = {
  programmeId: string
  roomId: string
  boardId: string
  facilitator: Actor
  expert: Actor
  /** Two participants of two sides. */
  civil: Actor
  public: Actor
  observer: Actor
  /** Signed in, with a seat in another room only. */
  outsider: Actor
}

/** A room of two sides with a board from the needs template, and someone in every role. */
export async function consultationRoom(db: Database): Promise<Story> {
  const cookies = new SessionCookie({ publicUrl: undefined }, await readSecret(db, readConfig({}, '/')))
  const programme = await db
    .insertInto('programme')
    .values({ name: 'Birlikte' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const organisations = {
    civil: await organisation(db, programme.id, 'Göçmen Dayanışma Derneği', 'civil'),
    public: await organisation(db, programme.id, 'Şahinbey Belediyesi', 'public'),
    neutral: await organisation(db, programme.id, 'KADEM', 'neutral'),
  }
  const rooms = [await room(db, programme.id, 'Ortak oda'), await room(db, programme.id, 'Öteki oda')]
  const sit = (name: string, role: SeatRole, side: Side, roomId = rooms[0]!) =>
    actor(db, cookies, { name, role, programmeId: programme.id, roomId, organisationId: organisations[side] })
  const boardId = await db.transaction().execute(async (trx) => {
    const initial = boardFromTemplate('needs', 'tr')
    const board = await createDocument(trx, {
      roomId: rooms[0]!,
      kind: 'board',
      title: 'İhtiyaçlar',
      createdBy: null,
      initial,
    })
    return board.id
  })
  return {
    programmeId: programme.id,
    roomId: rooms[0]!,
    boardId,
    facilitator: await sit('Zeynep', 'facilitator', 'neutral'),
    expert: await sit('Uzman Ayla', 'expert', 'neutral'),
    civil: await sit('Ahmad', 'participant', 'civil'),
    public: await sit('Mehmet', 'participant', 'public'),
    observer: await sit('Ida', 'observer', 'neutral'),
    outsider: await sit('Başkası', 'participant', 'civil', rooms[1]!),
  }
}

async function organisation(db: Database, programmeId: string, name: string, side: Side): Promise<string> {
  const row = await db
    .insertInto('organisation')
    .values({ programmeId, name, nameFolded: foldName(name), kind: 'other', side })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function room(db: Database, programmeId: string, name: string): Promise<string> {
  const row = await db
    .insertInto('room')
    .values({ programmeId, name, audience: 'joint', language: 'en' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function actor(
  db: Database,
  cookies: SessionCookie,
  given: { name: string; role: SeatRole; programmeId: string; roomId: string; organisationId: string },
): Promise<Actor> {
  const { name, ...place } = given
  const person = await db
    .insertInto('person')
    .values({ name, email: `guest-${crypto.randomUUID()}@guest.invalid`, isAnonymous: true, language: 'en' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.transaction().execute((trx) => takeSeat(trx, { ...place, personId: person.id }))
  const seat = await db.selectFrom('seat').select('id').where('personId', '=', person.id).executeTakeFirstOrThrow()
  const { token, expiresAt } = await startSession(db, person.id, GUEST_DAYS)
  const session = await db.selectFrom('session').select('id').where('token', '=', token).executeTakeFirstOrThrow()
  const cookie = cookies.write(token, expiresAt).split(';')[0]!
  return { personId: person.id, seatId: seat.id, sessionId: session.id, cookie, name }
}
