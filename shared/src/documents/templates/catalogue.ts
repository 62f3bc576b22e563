import * as Y from 'yjs'
import type { Language } from '../../languages.ts'
import { Board } from '../board/board.ts'
import { type BoardClip, pasteClip } from '../board/clip.ts'
import { documentCatalogue } from '../catalogue.ts'
import { capacityWheel } from './capacity.ts'
import type { BoardTemplateId } from './ids.ts'
import { needsByLanes } from './needs.ts'
import { priorityMatrix } from './priorities.ts'
import { problemTree } from './problem-tree.ts'
import { retrospective } from './retrospective.ts'
import { Sheet } from './sheet.ts'
import { stakeholderMap } from './stakeholders.ts'
import { swot } from './swot.ts'
import { timeline } from './timeline.ts'

const templates: Record<BoardTemplateId, (language: Language) => BoardClip> = {
  needs: needsByLanes,
  problemTree,
  stakeholders: stakeholderMap,
  swot,
  priorities: priorityMatrix,
  capacity: capacityWheel,
  timeline,
  retrospective,
  empty: (language) => new Sheet().clip(language),
}

/** A template's objects with their words in this language; its first frame or shape lies near 0, 0. */
export function templateClip(template: BoardTemplateId, language: Language): BoardClip {
  return templates[template](language)
}

/** A new board document as one V1 update, its version set. */
export function boardFromTemplate(template: BoardTemplateId, language: Language): Uint8Array {
  return boardFromClip(templateClip(template, language))
}

/** The same from a clip: what a programme's own templates are. */
export function boardFromClip(clip: BoardClip): Uint8Array {
  const doc = new Y.Doc()
  const board = new Board(doc)
  board.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.board.version)
    pasteClip(board, clip, { by: { x: 0, y: 0 }, author: { seat: null, side: 'neutral' }, restore: true })
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
