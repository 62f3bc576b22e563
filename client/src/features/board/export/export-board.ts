import { clipOf } from '@meydan/shared/documents/board/clip'
import { type SceneItem, type SceneArea, sceneOf, type SceneWords } from '@meydan/shared/documents/board/scene'
import { listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { ApiError, call } from '../../../api.ts'
import type { BoardContext } from '../board-context.ts'
import { votesByRecord, votesForFile } from './board-votes.ts'
import { writeCsv } from '../../../exchange/csv.ts'
import { drawScene } from './draw-scene.ts'
import { facesFor, pageFace, pageFamilies } from './faces.ts'
import { keyOfColumn, noteTable } from './note-table.ts'
import { boardPdf } from './pdf.ts'
import { embeddable, loadPictures } from './pictures.ts'
import { pngOf } from './png.ts'
import type { Drawing } from './primitives.ts'
import { svgOf } from './svg.ts'
import { Typesetter } from './typesetter.ts'

export const exportFormats = ['pdf', 'png', 'svg', 'csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

export type Exported = {
  blob: Blob
  /** Pixels per board unit where that is less than usual. */
  scale?: number
  /** Pictures whose files couldn't be had. */
  missing?: number
  /** What closed votes came to couldn't be had. */
  withoutVotes?: boolean
}

/** There is nothing of the kind in the part of the board that was chosen. */
export class NothingToExport extends Error {}

export type ExportRequest = { area: SceneArea; format: ExportFormat; title: string; signal: AbortSignal }

/** Makes the file. Throws NothingToExport, ApiError (PDF), the signal's reason, or whatever the device couldn't do. */
export async function exportBoard(context: BoardContext, request: ExportRequest): Promise<Exported> {
  const { area, format, title, signal } = request
  // Large boards take a moment without a pause: first the screen says that it has begun.
  await new Promise((resolve) => setTimeout(resolve))
  if (format === 'pdf') return { blob: await boardPdf(context, area, signal) }
  if (format === 'csv' || format === 'json') return exportRecords(context, area, format)
  const { items, ...scene } = sceneOf(context.board, area, sceneWords(context))
  const texts = items.flatMap(textsOf)
  const files = items.flatMap((item) => (item.kind === 'picture' && item.file ? [item.file] : []))
  const [face, pictures] = await Promise.all([pageFace(texts), loadPictures(context.room.value.id, files, signal)])
  signal.throwIfAborted()
  const drawing = drawScene({ ...scene, items }, new Typesetter(face))
  if (!drawing) throw new NothingToExport()
  const missing = new Set(files).size - pictures.size
  if (format === 'svg') return { blob: await svgBlob(drawing, title, texts, pictures, signal), missing }
  const { blob, scale } = await pngOf(drawing, { families: pageFamilies(), images: pictures, signal })
  return { blob, scale, missing }
}

/** The room's votes that are closed, the earliest first; null where they can't be had just now. */
async function closedVotes(roomId: string): Promise<VoteView[] | null> {
  try {
    const { votes } = await call(listVotes, { params: { roomId } })
    return votes.filter(({ result }) => result !== null).toReversed()
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

async function exportRecords(context: BoardContext, area: SceneArea, format: 'csv' | 'json'): Promise<Exported> {
  const votes = await closedVotes(context.room.value.id)
  const blob =
    format === 'csv'
      ? textBlob(notesCsv(context, area, votes ?? []), 'text/csv')
      : textBlob(boardJson(context, area, votes ?? []), 'application/json')
  return { blob, withoutVotes: votes === null }
}

async function svgBlob(
  drawing: Drawing,
  title: string,
  texts: readonly string[],
  pictures: ReadonlyMap<string, ImageBitmap>,
  signal: AbortSignal,
): Promise<Blob> {
  const [fonts, images] = await Promise.all([facesFor([...texts, title], signal), embeddable(pictures)])
  return textBlob(svgOf(drawing, { title, fonts, images }), 'image/svg+xml')
}

/** What a board says in the language shown. */
function sceneWords({ seatOf, t }: BoardContext): SceneWords {
  return {
    seatOf: (id: string) => {
      const seat = seatOf(id)
      return seat && { organisation: seat.organisationName, side: seat.side }
    },
    kind: (kind) => t(`board.kind.${kind}`),
    field: (field) => t(`field.${field}`),
    untitledFrame: t('board.frame.untitled'),
  }
}

function notesCsv(context: BoardContext, area: SceneArea, votes: readonly VoteView[]): string {
  const { board, data, t } = context
  const voted = votesByRecord(votes)
  const chosen = area === 'board' ? null : new Set(clipOf(board, area.ids, null).notes.map(({ id }) => id))
  const order = data.order.value.filter((id) => !chosen || chosen.has(id))
  const table = noteTable(board, order, {
    ...sceneWords(context),
    column: (column) => t(keyOfColumn(column)),
    side: (side) => t(`side.${side}`),
    stamp: (sign) => t(`board.stamp.${sign}`),
    position: (position) => t(`votes.position.${position}`),
    votesOn: (record) => voted.get(record) ?? [],
  })
  if (table.length === 1) throw new NothingToExport()
  return writeCsv(table)
}

/** Everything as it is, to be brought back; the pictures' files stay on the server. Votes are the room's: told, not brought back. */
function boardJson({ board, documentId }: BoardContext, area: SceneArea, votes: readonly VoteView[]): string {
  const clip = clipOf(board, area === 'board' ? null : area.ids, documentId)
  if (Object.values(clip).every((part) => !Array.isArray(part) || part.length === 0)) throw new NothingToExport()
  const records = new Set([...clip.notes, ...clip.themes, ...clip.frames].map(({ id }) => id))
  return `${JSON.stringify({ ...clip, votes: votesForFile(votes, records) }, null, 2)}\n`
}

function textBlob(text: string, type: string): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` })
}

function textsOf(item: SceneItem): string[] {
  switch (item.kind) {
    case 'frame':
      return [item.title]
    case 'theme':
      return [item.title, item.marks.kind?.word ?? '']
    case 'note':
      return [item.text, item.organisation, item.marks.kind?.word ?? '']
    case 'shape':
      return [item.text]
    case 'connector':
      return [item.label]
    case 'picture':
      return [item.alt]
    case 'stroke':
      return []
  }
}
