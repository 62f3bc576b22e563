import { AppError } from '@meydan/shared/errors'
import type { Trx } from '../../database/schema.ts'

/** The decision under its room, locked; an id alone leads nowhere. Throws `not_found`. */
export async function decisionAt(trx: Trx, roomId: string, decisionId: string) {
  const row = await trx
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', decisionId)
    .where('roomId', '=', roomId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}
