import type { Position } from '@meydan/shared/contracts/votes'
import { AppError } from '@meydan/shared/errors'
import type { Identity } from '../../access/identity.ts'
import type { Database, Trx } from '../../database/schema.ts'
import { hiddenNow, inTurn, type LockedVote, lockForVoting, type VoteAt } from './rows.ts'
import { requireUncounted } from './proxies.ts'

export type Voter = { identity: Identity; seatId: string }

/** Whether others see something of it: the turnout, or an organisation's ballot that several share. */
type Effect = { seenByOthers: boolean }

type Pencil = { trx: Trx; vote: LockedVote; voterId: string }

/**
 * Sets the number of dots a voter gives an option; 0 takes them back. Throws `over_budget`, `option_hidden`,
 * `counted_at_table`, and what `lockForVoting` does.
 */
export function castDots(db: Database, at: VoteAt, by: Voter, given: { optionId: string; dots: number }) {
  return marked(db, at, by, { optionId: given.optionId, kind: 'dots', takesBack: given.dots === 0 }, async (pencil) => {
    const { trx, vote, voterId } = pencil
    if (given.dots > vote.mostPerOption) throw new AppError('over_budget')
    const { others } = await trx
      .selectFrom('ballot')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('dots'), eb.lit(0)).as('others'))
      .where('voteId', '=', vote.id)
      .where('voterId', '=', voterId)
      .where('optionId', '!=', given.optionId)
      .executeTakeFirstOrThrow()
    if (others + given.dots > vote.budget) throw new AppError('over_budget')
    await write(pencil, { optionId: given.optionId, dots: given.dots, position: null, reason: '' })
  })
}

/** Says agree, object or abstain to an option; null takes it back. Throws as `castDots` does. */
export function castPosition(
  db: Database,
  at: VoteAt,
  by: Voter,
  given: { optionId: string; position: Position | null; reason: string },
) {
  const { optionId, position, reason } = given
  return marked(db, at, by, { optionId, kind: 'positions', takesBack: position === null }, (pencil) =>
    write(pencil, { optionId, dots: 0, position, reason }),
  )
}

/**
 * Changes a voter's ballot under three locks: the vote's, which the close waits for; the table's, which proxy entries
 * take as well; the voter's own, so that two presses at once can't both find the same dots left.
 */
async function marked(
  db: Database,
  at: VoteAt,
  by: Voter,
  mark: { optionId: string; kind: 'dots' | 'positions'; takesBack: boolean },
  put: (pencil: Pencil) => Promise<void>,
): Promise<Effect> {
  return db.transaction().execute(async (trx) => {
    const { seat, vote } = await lockForVoting(trx, at, { ...by, needs: 'vote.cast' })
    if (vote.kind !== mark.kind) throw new AppError('invalid', [{ path: mark.kind, problem: 'not_offered' }])
    const hidden = await hiddenOptions(trx, vote.id, mark.optionId)
    const isPerson = vote.budgetOf === 'person'
    const voterId = isPerson ? seat.id : seat.organisationId
    const own = trx.selectFrom('ballot').select('optionId').where('voteId', '=', vote.id)
    if (isPerson && !mark.takesBack) await requireUncounted(trx, vote.id, seat)
    await inTurn(trx, `${vote.id} ${voterId}`)
    const before = await own.where('voterId', '=', voterId).execute()
    // What lay on hidden options is free again; it goes now, so that it can't come back on top of this.
    const gone = mark.takesBack ? [mark.optionId] : hidden
    if (gone.length > 0) {
      const erased = trx.deleteFrom('ballot').where('voteId', '=', vote.id).where('voterId', '=', voterId)
      await erased.where('optionId', 'in', gone).execute()
    }
    if (!mark.takesBack) {
      if (hidden.includes(mark.optionId)) throw new AppError('option_hidden')
      await put({ trx, vote, voterId })
    }
    const hadVoted = before.length > 0
    const hasVoted = !mark.takesBack || before.some(({ optionId }) => optionId !== mark.optionId)
    return { seenByOthers: !isPerson || hadVoted !== hasVoted }
  })
}

async function write(
  { trx, vote, voterId }: Pencil,
  mark: { optionId: string; dots: number; position: string | null; reason: string },
): Promise<void> {
  await trx
    .insertInto('ballot')
    .values({ voteId: vote.id, voterId, ...mark })
    .onConflict((conflict) => conflict.columns(['optionId', 'voterId']).doUpdateSet(mark))
    .execute()
}

/** The vote's hidden options; throws `not_found` where the one given isn't the vote's. */
async function hiddenOptions(trx: Trx, voteId: string, optionId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(['voteOption.id', hiddenNow.as('hidden')])
    .where('voteOption.voteId', '=', voteId)
    .where((eb) => eb.or([eb('voteOption.id', '=', optionId), hiddenNow]))
    .execute()
  if (!rows.some(({ id }) => id === optionId)) throw new AppError('not_found')
  return rows.filter(({ hidden }) => hidden).map(({ id }) => id)
}
