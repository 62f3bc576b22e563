import { dayAfter } from '../clock.ts'
import type { Trx } from '../database/schema.ts'
import type { Author } from './board.ts'
import { people } from './content.ts'
import type { MadePlan } from './plan.ts'

const DAY_MS = 86_400_000
/** So many days after it was asked, whoever was asked answered; and after that, said that it was done. */
const ANSWERED_AFTER = 9
const DONE_AFTER = 40

type Given = {
  roomId: string
  documentId: string
  asks: MadePlan['asks']
  authors: ReadonlyMap<string, Author>
  today: Date
}

/** What institutions were asked about the actions of a plan, with their answers. */
export async function addAsks(trx: Trx, { roomId, documentId, asks, authors, today }: Given): Promise<void> {
  const seatOf = (person: string) => authors.get(person)!.seat
  for (const { actionId, words, responsible, ask } of asks) {
    const { by, question, days, within, answer, done } = ask
    const createdAt = new Date(today.getTime() - days * DAY_MS)
    const doneAt = new Date(createdAt.getTime() + DONE_AFTER * DAY_MS)
    const { id } = await trx
      .insertInto('ask')
      .values({
        ...{ roomId, documentId, subjectKind: 'action', recordId: actionId, words, question, createdAt },
        ...{ organisationId: responsible, askedBy: seatOf(by), publishable: true },
        replyBy: dayAfter(createdAt.toISOString().slice(0, 10), within),
        ...(done && {
          ...{ doneAt, doneNote: done.note, doneBySeat: seatOf(answer!.by), doneByName: nameOf(answer!.by) },
          ...{ settledAt: new Date(doneAt.getTime() + DAY_MS), settledBy: seatOf(done.confirmedBy), isConfirmed: true },
        }),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (!answer) continue
    const { by: answering, kind, reason = '' } = answer
    await trx
      .insertInto('answer')
      .values({
        ...{ askId: id, position: 0, kind, reason, seatId: seatOf(answering), byName: nameOf(answering), way: 'seat' },
        createdAt: new Date(createdAt.getTime() + ANSWERED_AFTER * DAY_MS),
      })
      .execute()
  }
}

function nameOf(key: string): string {
  return people.find((person) => person.key === key)!.name
}
