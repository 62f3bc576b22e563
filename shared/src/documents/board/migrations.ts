import type { DocumentMigration } from '../versions.ts'

export const boardMigrations: readonly DocumentMigration[] = [
  // Themes, shapes, connectors, strokes, pictures, stamps and the need fields of notes: new roots and fields, all of
  // which may be absent. The number alone keeps out pages that would not show them.
  { version: 2, migrate: () => {} },
]
