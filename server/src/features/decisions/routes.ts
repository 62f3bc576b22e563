import {
  editDecision,
  listDecisions,
  propose,
  readDecision,
  recordDecision,
  takeStance,
  withdrawDecision,
} from '@meydan/shared/contracts/decisions'
import type { Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { decisionsPage, oneDecision } from './list.ts'
import { changeDecision, makeProposal, makeRecord, withdraw } from './proposing.ts'
import { speak } from './speaking.ts'

export type DecisionDeps = { db: Database; publisher: Publisher; clock: Clock }

type Given = { identity: Identity; seat: Seat }
type By = { seat: Seat; now: Date }
type Done = { id: string; told?: string[] }

export function decisionRoutes(mount: Mount, { db, publisher, clock }: DecisionDeps): void {
  async function answer(seat: Seat, decisionId: string) {
    const now = clock()
    return { decision: await oneDecision(db, { seat, now }, decisionId), now: now.toISOString() }
  }

  async function change({ identity, seat }: Given, needs: Permission, work: (trx: Trx, by: By) => Promise<Done>) {
    const { roomId } = seat
    const done = await inLockedRoom(db, { roomId, identity, needs }, (trx) => work(trx, { seat, now: clock() }))
    publisher.topic(roomId, 'decisions')
    publisher.news(done.told ?? [])
    return answer(seat, done.id)
  }

  mount(listDecisions, async ({ seat, query }) => {
    const now = clock()
    return { ...(await decisionsPage(db, { seat, now }, query)), now: now.toISOString() }
  })

  mount(readDecision, ({ seat, params }) => answer(seat, params.decisionId))

  mount(propose, (given) => change(given, propose.needs, (trx, by) => makeProposal(trx, by, given.body)))

  mount(recordDecision, (given) => change(given, recordDecision.needs, (trx, by) => makeRecord(trx, by, given.body)))

  mount(editDecision, (given) => {
    const id = given.params.decisionId
    return change(given, editDecision.needs, async (trx, by) => {
      await changeDecision(trx, by, { decisionId: id, change: given.body })
      return { id }
    })
  })

  mount(withdrawDecision, (given) => {
    const id = given.params.decisionId
    return change(given, withdrawDecision.needs, async (trx, by) => ({ id, told: await withdraw(trx, by, id) }))
  })

  mount(takeStance, (given) => {
    const id = given.params.decisionId
    return change(given, takeStance.needs, async (trx, by) => {
      await speak(trx, by, { decisionId: id, ...given.body })
      return { id }
    })
  })
}
