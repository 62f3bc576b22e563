import type { DocumentMigration } from '../versions.ts'

export const planMigrations: readonly DocumentMigration[] = []
