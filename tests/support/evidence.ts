import type { Database } from '@meydan/server/database/schema'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import type { Side } from '@meydan/shared/words'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { boardWith } from './canvas.ts'
import { planWith } from './plans.ts'
import type { Story } from './stories.ts'

export type Chain = Awaited<ReturnType<typeof aChain>>

/**
 * A chain as a workshop leaves it: notes of both sides and of nobody, a theme of three of them, a closed vote on the
 * theme and on a note, an action that came of theme and vote, and one that came of that action. Projected.
 */
export async function aChain(db: Database, { roomId, civil, public: ofPublic }: Story) {
  const notes: string[] = []
  let theme = ''
  const boardId = await boardWith(db, roomId, (board) => {
    const write = (text: string, x: number, seat: string | null, side: Side) =>
      notes.push(...board.addNotes([{ at: { x, y: 0 }, text }], { seat, side }))
    write('Kreş yok, annelerin işi kalıyor', 0, civil.seatId, 'civil')
    write('Mahallede oyun alanı yok', 300, ofPublic.seatId, 'public')
    write('Kimse adını söylemedi', 600, null, 'civil')
    write('İşitme engelliler için tercüman', 900, civil.seatId, 'civil')
    theme = clusterTogether(board, notes.slice(0, 3), { seat: civil.seatId, side: 'civil' })!
    board.edit([theme], { title: 'Çocuk bakımı' })
  })
  const vote = await aClosedVote(db, roomId, boardId, [
    { recordId: theme, recordType: 'theme', label: 'Çocuk bakımı', civil: 4, public: 1 },
    { recordId: notes[3]!, recordType: 'note', label: 'İşitme engelliler için tercüman', civil: 2, public: 0 },
  ])
  const actions: string[] = []
  const planId = await planWith(db, roomId, (plan) => {
    const author = { seat: civil.seatId, side: 'civil' as const }
    const sources = [
      { kind: 'theme' as const, document: boardId, record: theme },
      { kind: 'vote' as const, document: null, record: vote.id },
    ]
    actions.push(...plan.addActions([{ title: 'Mahalleye kreş açmak', status: 'agreed', sources }], author))
    const next = { kind: 'action' as const, document: null, record: actions[0]! }
    actions.push(...plan.addActions([{ title: 'Kreş için yer bulmak', sources: [next] }], author))
    actions.push(...plan.addActions([{ title: 'Nereden geldiği bilinmeyen iş' }], author))
  })
  await rebuildRows(db)
  return { boardId, planId, notes, theme, voteId: vote.id, options: vote.options, actions }
}

type Line = { recordId: string; recordType: string; label: string } & Record<'civil' | 'public', number>

/** A vote with dots that is over; of the public side one person voted. */
export async function aClosedVote(db: Database, roomId: string, documentId: string, lines: readonly Line[]) {
  const vote = await db
    .insertInto('vote')
    .values({ roomId, documentId, title: 'Önce ne gelsin?', kind: 'dots', state: 'closed', closedAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const options: string[] = []
  for (const [position, { recordId, recordType, label, ...dots }] of lines.entries()) {
    const option = await db
      .insertInto('voteOption')
      .values({ voteId: vote.id, recordId, recordType, label, position })
      .returning('id')
      .executeTakeFirstOrThrow()
    options.push(option.id)
    const at = { voteId: vote.id, optionId: option.id }
    await db
      .insertInto('voteTally')
      .values((['civil', 'public'] as const).map((side) => ({ ...at, side, dots: dots[side] })))
      .execute()
  }
  await db
    .insertInto('voteTurnout')
    .values([
      { voteId: vote.id, side: 'civil', eligible: 6, voters: 5, byProxy: 0 },
      { voteId: vote.id, side: 'public', eligible: 2, voters: 1, byProxy: 0 },
    ])
    .execute()
  return { id: vote.id, options }
}
