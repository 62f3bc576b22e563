import { randomInt } from 'node:crypto'
import type { Naming } from '@meydan/shared/contracts/meetings'
import { Board } from '@meydan/shared/documents/board/board'
import { type RevealedNote, revealNotes } from '@meydan/shared/documents/board/reveal'
import { NoteColour, NoteKind } from '@meydan/shared/documents/board/records'
import { AppError } from '@meydan/shared/errors'
import * as Y from 'yjs'
import type { Trx } from '../../database/schema.ts'
import { DOCUMENT_MAX_BYTES } from '../../sync/gate/size.ts'
import { Scribe } from '../../sync/history/authors.ts'
import { editDocument } from '../../sync/history/edit-document.ts'
import type { Holder } from '../../sync/live-document.ts'
import { digestOf } from './drafts.ts'
import { boardOf, peopleOf, smallSides, type Writer } from './rounds.ts'

/** What a revealed note costs beside its words, bytes; rather too many. */
const NOTE_BYTES = 700

/** Where no one is to be recognised, all notes are on this paper. */
const ONE_COLOUR = 'sun'

export type Revealed = { documentId: string | null; notes: number }

/**
 * Puts everybody's notes of a round onto its board and deletes them here, in the caller's transaction; who is writing
 * at this moment has either been heard or is told. Once revealed, a second time changes nothing. The caller announces
 * the document. Throws `not_found`, `board_full`, and what `editDocument` throws; then everything stays as it was.
 */
export async function revealRound(trx: Trx, { roomId, stepId }: { roomId: string; stepId: string }): Promise<Revealed> {
  const round = await lockRound(trx, roomId, stepId)
  if (!round) throw new AppError('not_found')
  if (round.revealedAt) return { documentId: round.documentId, notes: round.notes }
  const documentId = round.documentId ?? (await boardOf(trx, roomId, null)) ?? null
  const people = await peopleOf(trx, { roomId, stepId, meetingId: round.meetingId })
  const drafts = await draftsOf(trx, stepId)
  if (drafts.length > 0) {
    if (!documentId) throw new AppError('not_found')
    const notes = asShown(drafts, people, round.naming as Naming)
    const frameId = round.documentId ? round.frameId : null
    await editDocument(trx, {
      documentId,
      // Whoever presses reveals others' words, and is not their author.
      seatId: null,
      write: (doc, { parts }) => writeNotes(doc, { notes, parts, frameId }),
    })
  }
  await trx.deleteFrom('draftNote').where('stepId', '=', stepId).execute()
  await trx
    .updateTable('writingRound')
    .set({
      documentId,
      revealedAt: new Date(),
      writers: people.filter(({ wrote }) => wrote).length,
      people: people.length,
      notes: drafts.length,
      // In an order that says nothing.
      taken: drafts.map(digestOf).sort(Buffer.compare),
    })
    .where('stepId', '=', stepId)
    .execute()
  return { documentId, notes: drafts.length }
}

async function lockRound(trx: Trx, roomId: string, stepId: string) {
  return trx
    .selectFrom('writingRound')
    .innerJoin('meetingStep', 'meetingStep.id', 'writingRound.stepId')
    .select(['documentId', 'frameId', 'naming', 'revealedAt', 'notes', 'meetingStep.meetingId'])
    .where('stepId', '=', stepId)
    .where('roomId', '=', roomId)
    .forUpdate('writingRound')
    .executeTakeFirst()
}

type Draft = {
  id: string
  seatId: string
  text: string
  colour: NoteColour
  kind: NoteKind | null
  createdAt: Date
  table: string | null
}

/** The notes of a round, each person's in their own order, with the table its author sits at. */
async function draftsOf(trx: Trx, stepId: string): Promise<Draft[]> {
  const rows = await trx
    .selectFrom('draftNote')
    .select(['draftNote.id', 'seatId', 'text', 'colour', 'kind', 'createdAt'])
    .select((eb) =>
      eb
        .selectFrom('tableSeat')
        .innerJoin('roomTable', 'roomTable.id', 'tableSeat.tableId')
        .select('roomTable.id')
        .whereRef('tableSeat.seatId', '=', 'draftNote.seatId')
        .where('roomTable.state', '=', 'open')
        .orderBy('tableSeat.joinedAt', 'desc')
        .limit(1)
        .as('table'),
    )
    .where('stepId', '=', stepId)
    .orderBy('position')
    .orderBy('createdAt')
    .orderBy('draftNote.id')
    .execute()
  return rows.map(({ colour, kind, ...row }) => ({
    ...row,
    colour: NoteColour.catch(ONE_COLOUR).parse(colour),
    kind: NoteKind.nullable().catch(null).parse(kind),
  }))
}

type Shown = RevealedNote & { holder: Holder | null }

/**
 * The notes as the round's naming lets them be seen. Named: by side and person. Otherwise nothing of a note tells whose
 * it is, or which others are the same person's: no seat, one moment, one colour, and an order that chance made; the side
 * only where it is asked for and has people enough.
 */
function asShown(drafts: readonly Draft[], people: readonly Writer[], naming: Naming): Shown[] {
  const places = new Map(people.map((person, index) => [person.seatId, { ...person, index }]))
  if (naming === 'named') {
    const placeOf = ({ seatId }: Draft) => places.get(seatId)!
    return drafts
      .toSorted((a, b) => compare(placeOf(a).side, placeOf(b).side) || placeOf(a).index - placeOf(b).index)
      .map((draft) => {
        const { seatId, personId, side } = placeOf(draft)
        const { text, colour, kind, table, createdAt } = draft
        const author = { seat: seatId, side }
        return { text, colour, kind, table, author, createdAt: createdAt.getTime(), holder: { seatId, personId } }
      })
  }
  const small = smallSides(people)
  const createdAt = Date.now()
  return shuffled(drafts).map(({ text, kind, seatId }) => {
    const { side } = places.get(seatId)!
    const shown = naming === 'side' && !small.includes(side) ? side : 'neutral'
    return { text, kind, colour: ONE_COLOUR, table: null, author: { seat: null, side: shown }, createdAt, holder: null }
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** In an order nobody can foretell or work out afterwards. */
function shuffled<T>(given: readonly T[]): T[] {
  const items = [...given]
  for (let index = items.length - 1; index > 0; index--) {
    const other = randomInt(index + 1)
    ;[items[index], items[other]] = [items[other]!, items[index]!]
  }
  return items
}

/** Named notes are written under a client id of each author's, so that history and erasure know whose they are. */
function writeNotes(
  doc: Y.Doc,
  { notes, parts, frameId }: { notes: readonly Shown[]; parts: readonly Uint8Array[]; frameId: string | null },
): ReadonlyMap<number, Holder> {
  const scribe = new Scribe(doc, new Map(notes.flatMap(({ holder }, index) => (holder ? [[index, holder]] : []))))
  revealNotes(new Board(doc), notes, frameId, (index, act) => scribe.as(index, act))
  const before = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const added = notes.reduce((sum, { text }) => sum + Buffer.byteLength(text) + NOTE_BYTES, 0)
  if (before + added > DOCUMENT_MAX_BYTES && Y.encodeStateAsUpdate(doc).byteLength > DOCUMENT_MAX_BYTES) {
    throw new AppError('board_full')
  }
  return scribe.holders
}
