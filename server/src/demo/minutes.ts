import { Board } from '@meydan/shared/documents/board/board'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { clausesOf } from '@meydan/shared/documents/minutes/passages'
import { Plan } from '@meydan/shared/documents/plan/plan'
import type { RichBlock, RichCell, RichChip, RichPiece } from '@meydan/shared/documents/rich-text/read'
import * as Y from 'yjs'
import type { Trx } from '../database/schema.ts'
import { createDocument } from '../sync/document-log.ts'
import type { Around } from './between.ts'
import { organisations, people } from './content.ts'
import type { DemoMinutes, DemoPart } from './minutes-content.ts'

export type AroundMinutes = Around & {
  /** What was decided in the room. */
  decision: { id: string; title: string }
  /** When organisations said where they stand to clauses. */
  spokenAt: Date
}

/** Minutes of a room, and where organisations stand to their clauses. */
export async function addDemoMinutes(trx: Trx, { title, parts }: DemoMinutes, around: AroundMinutes): Promise<void> {
  const blocks = parts.map((part) => blockOf(part, around))
  const doc = new Y.Doc()
  doc.getMap('meta').set('version', documentCatalogue.minutes.version)
  new Minutes(doc).begin(blocks)
  const initial = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  const { roomId } = around
  const { id } = await createDocument(trx, { roomId, createdBy: null, kind: 'minutes', title, initial })
  await addStances(trx, parts, { ...around, documentId: id, clauses: clausesOf(blocks) })
}

function blockOf(part: DemoPart, around: AroundMinutes): RichBlock {
  const line = (text: string): RichBlock => ({ type: 'paragraph', pieces: piecesOf(text, around) })
  if (typeof part === 'string') return line(part)
  if ('heading' in part) return { type: 'heading', level: 2, pieces: [{ text: part.heading }] }
  if ('list' in part) return { type: 'bulletList', items: part.list.map((text) => [line(text)]) }
  if ('decision' in part) return { type: 'decision', entry: around.decision.id, blocks: part.decision.map(line) }
  if ('clause' in part) {
    const title: RichBlock = { type: 'paragraph', pieces: [{ text: part.clause, bold: true }] }
    return { type: 'clause', id: crypto.randomUUID(), blocks: [title, line(part.words)] }
  }
  if ('tasks' in part) {
    return {
      type: 'taskList',
      tasks: part.tasks.map(({ words, done, action }) => {
        const became = action === undefined ? null : chipOf('action', action, around)
        return {
          checked: done ?? false,
          action: became && { plan: became.document!, action: became.record },
          blocks: [line(words)],
        }
      }),
    }
  }
  const cell = (text: string, isHeader: boolean): RichCell => ({
    ...{ isHeader, colspan: 1, rowspan: 1 },
    blocks: [line(text)],
  })
  return { type: 'table', rows: part.facts.map(([name, value]) => [cell(name, true), cell(value, false)]) }
}

/** Whom and what the words name, among them. */
function piecesOf(words: string, around: AroundMinutes): RichPiece[] {
  return words
    .split(/(@@\w+|@\w+|\{[^}]+\})/)
    .filter((piece) => piece !== '')
    .map((piece): RichPiece => {
      if (piece.startsWith('@@')) {
        const { key, name } = found(organisations, piece.slice(2))
        return { mention: { kind: 'organisation', target: around.organisations.get(key)!, label: name } }
      }
      if (piece.startsWith('@')) {
        const { key, name } = found(people, piece.slice(1))
        return { mention: { kind: 'seat', target: around.authors.get(key)!.seat, label: name } }
      }
      const [, kind, called] = /^\{(\w+)(?::(.+))?\}$/.exec(piece) ?? []
      return kind === undefined ? { text: piece } : { chip: chipOf(kind, called ?? '', around) }
    })
}

function chipOf(kind: string, called: string, { board, plan, decision }: AroundMinutes): RichChip {
  if (kind === 'decision') return { kind, document: null, record: decision.id, label: decision.title }
  const doc = new Y.Doc()
  Y.applyUpdate(doc, kind === 'action' ? plan!.bytes : board.bytes)
  if (kind === 'action') {
    const record = new Plan(doc).actions.all().find(({ title }) => title === called)
    return { kind, document: plan!.id, record: held(record, called).id, label: called }
  }
  const model = new Board(doc)
  if (kind === 'theme') {
    const record = model.themes.all().find(({ title }) => title === called)
    return { kind, document: board.id, record: held(record, called).id, label: called }
  }
  const record = held(
    model.notes.all().find(({ id }) => model.textOf(id).startsWith(called)),
    called,
  )
  return { kind: 'note', document: board.id, record: record.id, label: model.textOf(record.id).slice(0, 300) }
}

type Clauses = AroundMinutes & { documentId: string; clauses: readonly { id: string; words: string }[] }

async function addStances(trx: Trx, parts: readonly DemoPart[], around: Clauses): Promise<void> {
  const asked = parts.filter((part) => typeof part !== 'string' && 'clause' in part)
  for (const [index, { stances = [] }] of asked.entries()) {
    const clause = around.clauses[index]!
    for (const [person, kind, reason] of stances) {
      const { seat: seatId, side } = around.authors.get(person)!
      const organisationId = around.organisations.get(found(people, person).organisation)!
      const said = { kind, reason, words: clause.words, position: 0, createdAt: around.spokenAt }
      await trx
        .insertInto('clauseStance')
        .values({ documentId: around.documentId, clauseId: clause.id, organisationId, side, seatId, ...said })
        .execute()
    }
  }
}

function found<T extends { key: string }>(all: readonly T[], key: string): T {
  return held(
    all.find((one) => one.key === key),
    key,
  )
}

function held<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Nothing called ${name} is in the demonstration programme`)
  return value
}
