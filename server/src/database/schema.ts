import type { Kysely, Transaction } from 'kysely'
import type { DB } from './schema.generated.ts'

export type Database = Kysely<DB>
/** What a query takes: the database, or the transaction it is part of. */
export type Executor = Database | Transaction<DB>
export type Trx = Transaction<DB>
