import { SMALL_SIDE } from '@meydan/shared/contracts/votes'
import { sides } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/schema.ts'
import type { JobDeps } from '../../jobs/queue.ts'
import { hiddenNow, type LockedVote, lockVote, type VoteAt, votersAmong, votingSeats } from './rows.ts'

/**
 * Closes an open vote that the transaction has locked for update: the sums, the turnout and the reasons without their
 * authors are written, and the ballots deleted. From here on nobody can find out who voted what.
 */
export async function closeLocked(trx: Trx, vote: LockedVote): Promise<void> {
  // What is hidden now is hidden in the result for good, also when the object is shown on the board again.
  const hidden = trx
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select('voteOption.id')
    .where('voteOption.voteId', '=', vote.id)
    .where(hiddenNow)
  await trx.updateTable('voteOption').set({ hidden: true }).where('id', 'in', hidden).execute()
  await writeTally(trx, vote)
  await writeTurnout(trx, vote)
  await writeReasons(trx, vote)
  await trx.deleteFrom('ballot').where('voteId', '=', vote.id).execute()
  await trx.deleteFrom('proxyBallot').where('voteId', '=', vote.id).execute()
  await trx
    .updateTable('vote')
    .set((eb) => ({
      state: 'closed',
      // A vote whose deadline somebody notices later was closed at the deadline: nothing came in after it.
      closedAt: vote.overdue ? vote.deadline : sql<Date>`clock_timestamp()`,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', vote.id)
    .execute()
}

/**
 * Closes what is past its deadline, in one room or everywhere, each in a transaction of its own: one that fails is
 * logged, and tried again by whoever looks next. Returns the rooms in which something closed, to be told.
 */
export async function closeOverdue({ db, log }: JobDeps, roomId?: string): Promise<string[]> {
  const all = db
    .selectFrom('vote')
    .select(['id', 'roomId'])
    .where('state', '=', 'open')
    .where('deadline', '<=', sql<Date>`clock_timestamp()`)
    .orderBy('deadline')
  const due = await (roomId === undefined ? all : all.where('roomId', '=', roomId)).execute()
  const closed: string[] = []
  for (const { id: voteId, roomId: at } of due) {
    try {
      if (await closeIfOverdue(db, { roomId: at, voteId })) closed.push(at)
    } catch (error) {
      log.error({ err: error, voteId }, 'a vote could not be closed at its deadline')
    }
  }
  return closed
}

async function closeIfOverdue(db: Database, at: VoteAt): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const vote = await lockVote(trx, at, 'update')
    // Somebody else closed it, or gave it more time.
    if (vote.state !== 'open' || !vote.overdue) return false
    await closeLocked(trx, vote)
    return true
  })
}

/** Id and side of whoever has a ballot in this vote. */
function votersOf(vote: LockedVote) {
  return vote.budgetOf === 'person'
    ? sql`(select seat.id, organisation.side from seat join organisation on organisation.id = seat.organisation_id)`
    : sql`(select organisation.id, organisation.side from organisation)`
}

/** Ballots on options that are shown, with the side they are of. */
function countedBallots(vote: LockedVote) {
  return sql`
    select ballot.*, voter.side from ballot
    join ${votersOf(vote)} voter on voter.id = ballot.voter_id
    join vote_option on vote_option.id = ballot.option_id and not vote_option.hidden
    where ballot.vote_id = ${vote.id}`
}

async function writeTally(trx: Trx, vote: LockedVote): Promise<void> {
  await sql`
    insert into vote_tally (vote_id, option_id, side, dots, agree, object, abstain, by_proxy)
    select vote_option.vote_id, vote_option.id, side.side,
      coalesce(own.dots, 0) + coalesce(proxy.dots, 0), coalesce(own.agree, 0) + coalesce(proxy.agree, 0),
      coalesce(own.object, 0) + coalesce(proxy.object, 0), coalesce(own.abstain, 0) + coalesce(proxy.abstain, 0),
      coalesce(proxy.dots + proxy.agree + proxy.object + proxy.abstain, 0)
    from vote_option
    cross join unnest(${[...sides]}::text[]) as side(side)
    left join (
      select option_id, side, sum(dots) as dots,
        count(*) filter (where position = 'agree') as agree,
        count(*) filter (where position = 'object') as object,
        count(*) filter (where position = 'abstain') as abstain
      from (${countedBallots(vote)}) counted group by option_id, side
    ) own on own.option_id = vote_option.id and own.side = side.side
    left join (
      select given.key::uuid as option_id, side, sum((given.value->>'dots')::integer) as dots,
        sum((given.value->>'agree')::integer) as agree, sum((given.value->>'object')::integer) as object,
        sum((given.value->>'abstain')::integer) as abstain
      from proxy_ballot, jsonb_each(proxy_ballot.counts) given
      where vote_id = ${vote.id} group by given.key::uuid, side
    ) proxy on proxy.option_id = vote_option.id and proxy.side = side.side
    where vote_option.vote_id = ${vote.id} and not vote_option.hidden`.execute(trx)
}

async function writeTurnout(trx: Trx, vote: LockedVote): Promise<void> {
  const may = [...votersAmong(await votingSeats(trx, vote.roomId), vote.budgetOf).keys()]
  // Who voted and was shown out since is one of those who might.
  await sql`
    insert into vote_turnout (vote_id, side, eligible, voters, by_proxy)
    select ${vote.id}::uuid, side.side, coalesce(voter.eligible, 0) + coalesce(proxy.people, 0),
      coalesce(voter.voted, 0) + coalesce(proxy.people, 0), coalesce(proxy.people, 0)
    from unnest(${[...sides]}::text[]) as side(side)
    left join (
      select known.side, count(*) as eligible, count(*) filter (where given.voter_id is not null) as voted
      from ${votersOf(vote)} known
      left join (select distinct voter_id from (${countedBallots(vote)}) counted) given on given.voter_id = known.id
      where known.id = any(${may}::uuid[]) or given.voter_id is not null
      group by known.side
    ) voter on voter.side = side.side
    left join (
      select side, sum(people) as people from proxy_ballot where vote_id = ${vote.id} group by side
    ) proxy on proxy.side = side.side`.execute(trx)
}

/**
 * The reasons, in an order of chance, with their side where at least three of it voted. Where those without a side
 * would be one or two people's, none says its side: “not one of the others” would name them.
 */
async function writeReasons(trx: Trx, vote: LockedVote): Promise<void> {
  if (vote.kind !== 'positions') return
  const turnout = await trx
    .selectFrom('voteTurnout')
    .select((eb) => ['side', eb('voters', '-', eb.ref('byProxy')).as('own')])
    .where('voteId', '=', vote.id)
    .execute()
  const small = turnout.filter(({ own }) => own > 0 && own < SMALL_SIDE)
  const hiding = small.reduce((sum, { own }) => sum + own, 0)
  const mayBeSaid = small.length > 0 && hiding < SMALL_SIDE ? [] : turnout.filter(({ own }) => own >= SMALL_SIDE)
  const said = mayBeSaid.map(({ side }) => side)
  await sql`
    insert into vote_reason (vote_id, option_id, side, position, reason)
    select vote_id, option_id, case when side = any(${said}::text[]) then side end, position, reason
    from (${countedBallots(vote)}) counted
    where reason <> '' order by random()`.execute(trx)
}
