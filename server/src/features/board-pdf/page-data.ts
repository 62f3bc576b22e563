import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Board } from '@meydan/shared/documents/board/board'
import { type Scene, type SceneArea, type SceneItem, sceneOf } from '@meydan/shared/documents/board/scene'
import { migrateDocument } from '@meydan/shared/documents/versions'
import { type Language, directionOf } from '@meydan/shared/languages'
import type { StampSign } from '@meydan/shared/documents/board/records'
import type { Side } from '@meydan/shared/words'
import * as Y from 'yjs'
import { sideColours } from '../../print/side-colours.ts'
import { type DrawnItem, drawnItem, type PrintedPicture } from './drawn-item.ts'
import type { PrintQuestion } from './message.ts'
import { type PagePlan, sheetPage, wholePage } from './page-plan.ts'
import { type Line, oneLine, printedLine, shortened } from '../../print/printed-words.ts'
import { pdfWords } from './words.ts'

/** More than this isn't laid out at once: 2,000 notes take some 400 MB and two seconds. */
export const ITEMS_MAX = 5_000
/** Points of ink on all pages. */
export const INK_POINTS_MAX = 700_000

/** A page before it is drawn, with its title and what stands under that. */
export type Sheet = { title: string; under: string; plan: PagePlan; scene: Scene }

/** Everything board.typ reads. */
export type PageData = {
  language: Language
  rtl: boolean
  title: string
  date: string
  empty: string
  sides: Record<Side, string>
  legend: { side: Side; word: string }[]
  stamps: Record<StampSign, string>
  pages: (PagePlan & { title: Line[]; under: Line[]; number: string; items: DrawnItem[] })[]
}

const EMPTY = { x: 0, y: 0, width: 800, height: 500 }

/** The board of a question, as it was stored. Throws where the bytes make no document. */
export function boardFrom(parts: readonly Uint8Array[]): Board {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part)
  })
  migrateDocument(doc, documentCatalogue.board.migrations)
  return new Board(doc)
}

/** The pages that were asked for; null where nothing of what was chosen is there. */
export function sheetsOf(board: Board, question: PrintQuestion): Sheet[] | null {
  const { area } = question
  if (area !== 'board' && 'frames' in area) {
    const sheets = area.frames.flatMap((id) => {
      const frame = board.frames.get(id)
      const scene = frame && sceneFor(board, { ids: [id] }, question)
      if (!frame || !scene?.bounds) return []
      const title = frame.title.trim() || pdfWords[question.language].untitledFrame
      const under = `${question.title} · ${question.room}`
      return [{ title, under, plan: sheetPage(scene.bounds), scene: untitled(scene) }]
    })
    return sheets.length > 0 ? sheets : null
  }
  const scene = sceneFor(board, area, question)
  if (area !== 'board' && scene.items.length === 0) return null
  return [{ title: question.title, under: question.room, plan: wholePage(scene.bounds ?? EMPTY), scene }]
}

export function isTooLarge(sheets: readonly Sheet[]): boolean {
  const items = sheets.flatMap(({ scene }) => scene.items)
  const points = items.reduce((sum, item) => sum + (item.kind === 'stroke' ? item.outline.length : 0), 0)
  return items.length > ITEMS_MAX || points > INK_POINTS_MAX
}

/** Ids of the pictures on these pages, each once. */
export function filesOf(sheets: readonly Sheet[]): string[] {
  const items = sheets.flatMap(({ scene }) => scene.items)
  return [...new Set(items.flatMap((item) => (item.kind === 'picture' && item.file ? [item.file] : [])))]
}

export function pageData(
  sheets: readonly Sheet[],
  { title, room, language, printedAt }: PrintQuestion,
  pictures: ReadonlyMap<string, PrintedPicture>,
): PageData {
  const words = pdfWords[language]
  const number = (value: number) => new Intl.NumberFormat(language).format(value)
  return {
    language,
    rtl: directionOf(language) === 'rtl',
    title: shortened(oneLine([title, room].filter(Boolean).join(' – ')), 200),
    date: new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(printedAt),
    empty: words.empty,
    sides: sideColours,
    stamps: words.stamps,
    legend: (['civil', 'public', 'neutral'] as const).map((side) => ({ side, word: words.sides[side] })),
    pages: sheets.map((sheet, index) => ({
      ...sheet.plan,
      title: printedLine(sheet.title, (sheet.plan.width / sheet.plan.unit - 190) / 15),
      under: printedLine(sheet.under, (sheet.plan.width / sheet.plan.unit - 190) / 9),
      number: words.page(number(index + 1), number(sheets.length)),
      items: sheet.scene.items.map((item) => drawnItem(item, cornerOf(sheet.scene), (file) => pictures.get(file))),
    })),
  }
}

/** A frame with a page to itself has its title at the head of that. */
function untitled(scene: Scene): Scene {
  return { ...scene, items: scene.items.map((item) => (item.kind === 'frame' ? { ...item, title: '' } : item)) }
}

function cornerOf({ bounds }: Scene): { x: number; y: number } {
  return bounds ?? { x: 0, y: 0 }
}

function sceneFor(board: Board, area: SceneArea, { seats, language }: PrintQuestion): Scene {
  const known = new Map(seats)
  const scene = sceneOf(board, area, {
    seatOf: (seat) => known.get(seat),
    kind: (kind) => pdfWords[language].kinds[kind],
    field: (field) => field,
    untitledFrame: pdfWords[language].untitledFrame,
  })
  return { ...scene, items: scene.items.filter(isDrawable) }
}

function isDrawable(item: SceneItem): boolean {
  return item.kind !== 'stroke' || item.outline.length > 2
}
