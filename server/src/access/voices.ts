import { type Permission, permissions } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import type { Executor } from '../database/schema.ts'

/** An organisation that has a say in a room, as one. */
export type Voice = { organisationId: string; side: Side }

/** The organisations whose people may do this in a room now. */
export async function voicesOf(db: Executor, roomId: string, permission: Permission): Promise<Voice[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['organisation.id as organisationId', 'organisation.side'])
    .distinct()
    .where('seat.roomId', '=', roomId)
    .where('seat.removedAt', 'is', null)
    .where('seat.role', 'in', [...permissions[permission].granted])
    .orderBy('organisation.id')
    .execute()
  return rows.map(({ organisationId, side }) => ({ organisationId, side: side as Side }))
}
