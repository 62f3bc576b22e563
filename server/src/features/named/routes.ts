import { lookUpNamed } from '@meydan/shared/contracts/named'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { namedIn } from '../../projection/named.ts'

export function namedRoutes(mount: Mount, { db }: { db: Database }): void {
  mount(lookUpNamed, async ({ params, body }) => ({ named: await namedIn(db, params.roomId, body.wanted) }))
}
