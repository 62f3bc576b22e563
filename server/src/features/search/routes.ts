import { listSearchedRooms, search } from '@meydan/shared/contracts/search'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { foundFor, searchedRooms } from './store.ts'

export function searchRoutes(mount: Mount, { db }: { db: Database }): void {
  mount(search, ({ query, identity }) => foundFor(db, identity.personId, query))
  mount(listSearchedRooms, ({ identity }) => searchedRooms(db, identity.personId))
}
