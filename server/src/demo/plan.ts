import { Board } from '@meydan/shared/documents/board/board'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { type NewSource, Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import * as Y from 'yjs'
import type { Author } from './board.ts'
import type { DemoAction, DemoAsk, DemoPlan } from './content.ts'

type Given = {
  board: { id: string; bytes: Uint8Array }
  authors: ReadonlyMap<string, Author>
  /** Ids by key. */
  organisations: ReadonlyMap<string, string>
  /** The day that the plan's days are counted from. */
  today: Date
}

export type MadePlan = {
  /** The plan as one V1 update. */
  initial: Uint8Array
  /** What institutions were asked about its actions. */
  asks: { actionId: string; words: string; responsible: string; ask: DemoAsk }[]
}

/** A room's plan, its actions linked to the themes and notes of the room's board. */
export function demoPlan(given: DemoPlan, { board: { id, bytes }, authors, organisations, today }: Given): MadePlan {
  const boardDoc = new Y.Doc()
  Y.applyUpdate(boardDoc, bytes)
  const board = new Board(boardDoc)
  const author = authors.get(given.author)!
  const organisation = (key: string) => held(organisations.get(key), key)
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  const asks: MadePlan['asks'] = []
  plan.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.plan.version)
    for (const { title, actions } of given.goals) {
      const goal = plan.addGoal(title)
      for (const action of actions) {
        const { status, days, responsible, supporting = [], themes: _, notes: __, checks = [], ask, ...rest } = action
        const [start, due] = days.map((count) => dayFrom(today, count))
        const added = {
          ...rest,
          goal,
          start: start!,
          due: due!,
          responsible: organisation(responsible),
          supporting: supporting.map(organisation),
          checks: checks.map((text, index) => ({ text, done: status === 'started' && index === 0 })),
          sources: sourcesOf(board, id, action),
        }
        const [actionId] = plan.addActions([added], author)
        setStatus(plan, [actionId!], status)
        if (ask) asks.push({ actionId: actionId!, words: action.title, responsible: added.responsible, ask })
      }
    }
  })
  const initial = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  boardDoc.destroy()
  return { initial, asks }
}

function sourcesOf(board: Board, document: string, { themes = [], notes = [] }: DemoAction): NewSource[] {
  const all = { themes: board.themes.all(), notes: board.notes.all() }
  return [
    ...themes.map((title): NewSource => {
      const theme = all.themes.find((each) => each.title === title)
      return { kind: 'theme', document, record: held(theme, title).id }
    }),
    ...notes.map((words): NewSource => {
      const note = all.notes.find(({ id }) => board.textOf(id).startsWith(words))
      return { kind: 'note', document, record: held(note, words).id }
    }),
  ]
}

function held<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`Nothing called ${name} is in the demonstration programme`)
  return found
}

function dayFrom(today: Date, days: number | null): string | null {
  if (days === null) return null
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
