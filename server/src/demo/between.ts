import { momentOf } from '@meydan/shared/calendar/local-time'
import { Board } from '@meydan/shared/documents/board/board'
import { Plan } from '@meydan/shared/documents/plan/plan'
import * as Y from 'yjs'
import type { Trx } from '../database/schema.ts'
import type { Author } from './board.ts'
import type { DemoBetween, DemoThread } from './between-content.ts'
import { people } from './content.ts'
import { addDemoMinutes } from './minutes.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const SPOKEN_DAYS = 5

export type Around = {
  roomId: string
  board: { id: string; bytes: Uint8Array }
  plan: { id: string; bytes: Uint8Array } | null
  authors: ReadonlyMap<string, Author>
  /** Ids by key. */
  organisations: ReadonlyMap<string, string>
  today: Date
}

/** What people said, are asked to decide and decided between two meetings of a room, and when the next one is. */
export async function addBetween(trx: Trx, given: DemoBetween, around: Around): Promise<void> {
  for (const thread of given.threads) await addThread(trx, thread, around)
  await addProposal(trx, given.proposal, around)
  const { by, title, text, days } = given.decided
  const decision = await trx
    .insertInto('decision')
    .values({
      ...{ roomId: around.roomId, kind: 'meeting', title, text, state: 'agreed', seatId: seatOf(around, by) },
      ...{ createdAt: daysAgo(around, days), decidedAt: daysAgo(around, days) },
    })
    .returning(['id', 'title'])
    .executeTakeFirstOrThrow()
  const spokenAt = daysAgo(around, SPOKEN_DAYS)
  for (const minutes of given.minutes) await addDemoMinutes(trx, minutes, { ...around, decision, spokenAt })
  const { inDays, hour, minutes, ...meeting } = given.meeting
  const day = new Date(around.today.getTime() + inDays * DAY_MS).toISOString().slice(0, 10)
  const plannedAt = momentOf({ day, time: `${String(hour).padStart(2, '0')}:00`, timeZone: meeting.timeZone })
  if (!(plannedAt instanceof Date)) throw new Error(`The demonstration’s meeting can’t be planned: ${plannedAt}`)
  await trx
    .insertInto('meeting')
    .values({ ...meeting, roomId: around.roomId, plannedAt, plannedMinutes: minutes })
    .execute()
}

async function addThread(trx: Trx, { about, said, resolvedBy }: DemoThread, around: Around): Promise<void> {
  const times = said.map(([days], index) => new Date(daysAgo(around, days).getTime() + index * HOUR_MS))
  const { id: threadId } = await trx
    .insertInto('thread')
    .values({
      ...{ roomId: around.roomId, createdAt: times[0]!, lastAt: times.at(-1)! },
      ...(about ? anchorOf(about, around) : { anchor: 'room' }),
      ...(resolvedBy && { resolvedAt: times.at(-1)!, resolvedBy: seatOf(around, resolvedBy) }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [index, [, person, words]] of said.entries()) {
    const id = crypto.randomUUID()
    const { text, named } = withIds(words, around)
    const seatId = seatOf(around, person)
    await trx.insertInto('comment').values({ id, threadId, seatId, text, createdAt: times[index]! }).execute()
    for (const mention of named) {
      await trx
        .insertInto('commentMention')
        .values({ commentId: id, ...mention })
        .execute()
    }
  }
}

function anchorOf(about: NonNullable<DemoThread['about']>, { board, plan }: Around) {
  if ('action' in about) {
    const held = new Plan(docOf(plan!.bytes)).actions.all().find(({ title }) => title === about.action)
    const at = { documentId: plan!.id, recordId: found(held, about.action).id, quote: about.action }
    return about.field ? { anchor: 'field', field: about.field, ...at } : { anchor: 'action', ...at }
  }
  const model = new Board(docOf(board.bytes))
  if ('theme' in about) {
    const held = model.themes.all().find(({ title }) => title === about.theme)
    return { anchor: 'theme', documentId: board.id, recordId: found(held, about.theme).id, quote: about.theme }
  }
  const held = found(
    model.notes.all().find(({ id }) => model.textOf(id).startsWith(about.note)),
    about.note,
  )
  return { anchor: 'note', documentId: board.id, recordId: held.id, quote: model.textOf(held.id) }
}

async function addProposal(trx: Trx, given: DemoBetween['proposal'], around: Around): Promise<void> {
  const [asked, left] = given.days
  const { id: decisionId } = await trx
    .insertInto('decision')
    .values({
      ...{ roomId: around.roomId, kind: 'proposal', title: given.title, text: given.text, state: 'open' },
      ...{ rule: 'consent', quorum: 'half_each_side', seatId: seatOf(around, given.by) },
      ...{ createdAt: daysAgo(around, asked), closesAt: daysAgo(around, -left) },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [person, kind, reason] of given.stances) {
    const { seat: seatId, side } = around.authors.get(person)!
    const { organisation } = found(
      people.find(({ key }) => key === person),
      person,
    )
    const organisationId = around.organisations.get(organisation)!
    await trx
      .insertInto('stance')
      .values({
        decisionId,
        organisationId,
        side,
        kind,
        reason,
        seatId,
        position: 0,
        createdAt: daysAgo(around, asked - 1),
      })
      .execute()
  }
}

/** `@person` and `@@organisation`, as comments keep them. */
function withIds(words: string, around: Around) {
  const named: { seatId?: string; organisationId?: string }[] = []
  const text = words
    .replace(/@@(\w+)/g, (_, key: string) => {
      const organisationId = found(around.organisations.get(key), key)
      named.push({ organisationId })
      return `@[organisation:${organisationId}]`
    })
    .replace(/@(\w+)/g, (_, key: string) => {
      const seatId = seatOf(around, key)
      named.push({ seatId })
      return `@[seat:${seatId}]`
    })
  return { text, named }
}

function docOf(bytes: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return doc
}

const seatOf = ({ authors }: Around, person: string) => found(authors.get(person), person).seat
const daysAgo = ({ today }: Around, days: number) => new Date(today.getTime() - days * DAY_MS)

function found<T>(held: T | undefined, name: string): T {
  if (held === undefined) throw new Error(`Nothing called ${name} is in the demonstration programme`)
  return held
}
