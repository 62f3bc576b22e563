import type { DocumentMigration } from './versions.ts'

export const boardMigrations: readonly DocumentMigration[] = []
