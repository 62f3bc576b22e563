import {
  answerQuestion,
  askQuestion,
  deleteQuestion,
  pinQuestion,
  readQuestions,
  supportQuestion,
  unsupportQuestion,
} from '@meydan/shared/contracts/questions'
import type { Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { insertQuestion, questionsFor, removeQuestion, setAnswer, setPinned, setSupport } from './store.ts'

export type QuestionDeps = { db: Database; publisher: Publisher }

export function questionRoutes(mount: Mount, { db, publisher }: QuestionDeps): void {
  async function change(
    { identity, seat }: { identity: Identity; seat: Seat },
    needs: Permission,
    work: (trx: Trx) => Promise<void>,
  ) {
    await inLockedRoom(db, { roomId: seat.roomId, identity, needs }, work)
    publisher.topic(seat.roomId, 'questions')
    return { questions: await questionsFor(db, seat) }
  }

  mount(readQuestions, async ({ seat }) => ({ questions: await questionsFor(db, seat) }))

  mount(askQuestion, (given) => change(given, askQuestion.needs, (trx) => insertQuestion(trx, given.seat, given.body)))

  mount(supportQuestion, (given) => {
    const { questionId } = given.params
    return change(given, supportQuestion.needs, (trx) => setSupport(trx, given.seat, { questionId, on: true }))
  })

  mount(unsupportQuestion, (given) => {
    const { questionId } = given.params
    return change(given, unsupportQuestion.needs, (trx) => setSupport(trx, given.seat, { questionId, on: false }))
  })

  mount(answerQuestion, (given) => {
    const { questionId } = given.params
    return change(given, answerQuestion.needs, (trx) => setAnswer(trx, given.seat, { questionId, ...given.body }))
  })

  mount(pinQuestion, (given) => {
    const { questionId } = given.params
    return change(given, pinQuestion.needs, (trx) =>
      setPinned(trx, given.seat.roomId, { questionId, pinned: given.body.pinned }),
    )
  })

  mount(deleteQuestion, (given) =>
    change(given, deleteQuestion.needs, (trx) => removeQuestion(trx, given.seat, given.params.questionId)),
  )
}
