import * as Y from 'yjs'
import type { Language } from '../languages.ts'
import { Board } from './board/board.ts'
import { documentCatalogue } from './catalogue.ts'

export const boardTemplateIds = ['needs', 'priorities', 'swot', 'empty'] as const
export type BoardTemplateId = (typeof boardTemplateIds)[number]

type Texts = Record<Language, string>
type TemplateFrame = { x: number; y: number; width: number; height: number; title: Texts }

const LANE = { width: 520, height: 900 }
const CELL = { width: 720, height: 560 }
const GAP = 60

function lane(column: number, title: Texts): TemplateFrame {
  return { x: column * (LANE.width + GAP), y: 0, ...LANE, title }
}

function cell(column: number, row: number, title: Texts): TemplateFrame {
  return { x: column * (CELL.width + GAP), y: row * (CELL.height + GAP + 20), ...CELL, title }
}

/** Frames with real titles, written in the room's language when the board is made. */
const frames: Record<BoardTemplateId, TemplateFrame[]> = {
  needs: [
    lane(0, { tr: 'Sorun', en: 'Problem', ar: 'المشكلة', de: 'Problem', da: 'Problem', eu: 'Arazoa' }),
    lane(1, { tr: 'İhtiyaç', en: 'Need', ar: 'الاحتياج', de: 'Bedarf', da: 'Behov', eu: 'Beharra' }),
    lane(2, {
      tr: 'Çözüm önerisi',
      en: 'Proposed solution',
      ar: 'الحل المقترح',
      de: 'Lösungsvorschlag',
      da: 'Løsningsforslag',
      eu: 'Proposatutako irtenbidea',
    }),
    lane(3, {
      tr: 'Kim yapabilir?',
      en: 'Who can do it?',
      ar: 'من يستطيع القيام به؟',
      de: 'Wer kann es tun?',
      da: 'Hvem kan gøre det?',
      eu: 'Nork egin dezake?',
    }),
  ],
  priorities: [
    cell(0, 0, {
      tr: 'Etkisi büyük, emeği az: önce bunlar',
      en: 'High impact, low effort: these first',
      ar: 'أثر كبير وجهد قليل: نبدأ بها',
      de: 'Große Wirkung, wenig Aufwand: zuerst',
      da: 'Stor virkning, lille indsats: først',
      eu: 'Eragin handia, ahalegin txikia: hauek lehenik',
    }),
    cell(1, 0, {
      tr: 'Etkisi büyük, emeği çok: planlayalım',
      en: 'High impact, high effort: to plan',
      ar: 'أثر كبير وجهد كبير: نخطط لها',
      de: 'Große Wirkung, viel Aufwand: planen',
      da: 'Stor virkning, stor indsats: planlæg',
      eu: 'Eragin handia, ahalegin handia: planifikatzeko',
    }),
    cell(0, 1, {
      tr: 'Etkisi küçük, emeği az: fırsat olursa',
      en: 'Low impact, low effort: when there is time',
      ar: 'أثر محدود وجهد قليل: عند توفر الوقت',
      de: 'Geringe Wirkung, wenig Aufwand: bei Gelegenheit',
      da: 'Lille virkning, lille indsats: når der er tid',
      eu: 'Eragin txikia, ahalegin txikia: astirik bada',
    }),
    cell(1, 1, {
      tr: 'Etkisi küçük, emeği çok: bırakalım',
      en: 'Low impact, high effort: leave out',
      ar: 'أثر محدود وجهد كبير: نتركها',
      de: 'Geringe Wirkung, viel Aufwand: weglassen',
      da: 'Lille virkning, stor indsats: undlad',
      eu: 'Eragin txikia, ahalegin handia: alde batera utzi',
    }),
  ],
  swot: [
    cell(0, 0, {
      tr: 'Güçlü yönler',
      en: 'Strengths',
      ar: 'نقاط القوة',
      de: 'Stärken',
      da: 'Styrker',
      eu: 'Indarguneak',
    }),
    cell(1, 0, {
      tr: 'Zayıf yönler',
      en: 'Weaknesses',
      ar: 'نقاط الضعف',
      de: 'Schwächen',
      da: 'Svagheder',
      eu: 'Ahulguneak',
    }),
    cell(0, 1, { tr: 'Fırsatlar', en: 'Opportunities', ar: 'الفرص', de: 'Chancen', da: 'Muligheder', eu: 'Aukerak' }),
    cell(1, 1, { tr: 'Tehditler', en: 'Threats', ar: 'التهديدات', de: 'Risiken', da: 'Trusler', eu: 'Mehatxuak' }),
  ],
  empty: [],
}

/** A new board document as one V1 update, its version set. */
export function boardFromTemplate(template: BoardTemplateId, language: Language): Uint8Array {
  const doc = new Y.Doc()
  const board = new Board(doc)
  board.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.board.version)
    for (const { x, y, width, height, title } of frames[template]) {
      board.addFrame({ at: { x, y }, size: { width, height }, title: title[language] })
    }
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
