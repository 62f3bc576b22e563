import type { EvidenceVote } from '@meydan/shared/contracts/plans'
import { smallSides } from '@meydan/shared/votes/readings'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'
import type { Reader, RecordAt } from './origins.ts'

/** A line of a closed vote: what stood in it, what it stood for, and what each side gave it. */
export type VotedLine = RecordAt & { recordType: string; vote: EvidenceVote }

const none = () => ({ civil: 0, public: 0, neutral: 0 })

/**
 * The lines of this room's closed votes that stand for one of these records, or that are named by `ids`, of a line or of
 * a whole vote. Those that were closed first come first. What is hidden on its board now doesn't say its words.
 */
export async function votedLines(
  db: Executor,
  { roomId, saysHidden }: Reader,
  { records, ids }: { records: readonly RecordAt[]; ids: readonly string[] },
): Promise<VotedLine[]> {
  const recordIds = [...new Set(records.map(({ recordId }) => recordId))]
  const rows = await db
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(['voteOption.id as optionId', 'voteId', 'recordId', 'recordType', 'label'])
    .select(['vote.title', 'vote.kind', 'vote.documentId'])
    .select(isHidden({ documentId: 'vote.documentId', recordId: 'voteOption.recordId' }).as('isHidden'))
    .where('vote.roomId', '=', roomId)
    .where('vote.state', '=', 'closed')
    // Taken out of its vote, no result shows it.
    .where('voteOption.hidden', '=', false)
    .where(({ or, eb }) =>
      or([
        eb('recordId', '=', sql<string>`any(${recordIds}::text[])`),
        eb(sql`vote_option.id::text`, '=', sql<string>`any(${ids}::text[])`),
        eb(sql`vote.id::text`, '=', sql<string>`any(${ids}::text[])`),
      ]),
    )
    .orderBy('vote.closedAt')
    .orderBy('vote.id')
    .orderBy('voteOption.position')
    .execute()
  const figures = await figuresOf(db, rows)
  return rows.map(({ recordId, recordType, documentId, label, isHidden: hidden, kind, title, voteId, optionId }) => {
    const mode = kind as EvidenceVote['mode']
    const { given, objecting, voters } = figures(voteId, optionId, mode)
    const said = hidden && !saysHidden ? '' : label
    const vote = {
      voteId,
      optionId,
      title,
      mode,
      label: said,
      bySide: given,
      objecting,
      smallSides: smallSides(voters),
    }
    return { recordId, recordType, documentId: documentId ?? '', vote }
  })
}

async function figuresOf(db: Executor, lines: readonly { voteId: string; optionId: string }[]) {
  const optionIds = lines.map(({ optionId }) => optionId)
  const voteIds = [...new Set(lines.map(({ voteId }) => voteId))]
  const tallies = optionIds.length
    ? await db.selectFrom('voteTally').selectAll().where('optionId', 'in', optionIds).execute()
    : []
  const turnout = voteIds.length
    ? await db.selectFrom('voteTurnout').selectAll().where('voteId', 'in', voteIds).execute()
    : []
  return (voteId: string, optionId: string, mode: EvidenceVote['mode']) => {
    const [dots, agree, object, voters] = [none(), none(), none(), none()]
    for (const tally of tallies) {
      if (tally.optionId !== optionId) continue
      const side = tally.side as Side
      dots[side] += tally.dots
      agree[side] += tally.agree
      object[side] += tally.object
    }
    for (const row of turnout) if (row.voteId === voteId) voters[row.side as Side] += row.voters
    return { given: mode === 'dots' ? dots : agree, objecting: mode === 'dots' ? null : object, voters }
  }
}
