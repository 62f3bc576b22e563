import type * as Y from 'yjs'
import { boardMigrations } from './board.migrations.ts'
import { boardRoots, parseBoard } from './board.ts'
import type { DocumentKind } from './kinds.ts'
import { planMigrations } from './plan.migrations.ts'
import { parsePlan, planRoots } from './plan.ts'
import { checkMigrations, type DocumentMigration } from './versions.ts'

export type DocumentModel = {
  /** Names a client may use as root types; anything else is refused by the gate. */
  readonly roots: ReadonlySet<string>
  readonly version: number
  readonly migrations: readonly DocumentMigration[]
  readonly parse: (doc: Y.Doc) => { problems: string[] }
}

/** Every kind of document, what may be in it, and how to read it. */
export const documentCatalogue: Record<DocumentKind, DocumentModel> = {
  board: {
    roots: new Set(boardRoots),
    version: checkMigrations(boardMigrations),
    migrations: boardMigrations,
    parse: parseBoard,
  },
  plan: {
    roots: new Set(planRoots),
    version: checkMigrations(planMigrations),
    migrations: planMigrations,
    parse: parsePlan,
  },
}
