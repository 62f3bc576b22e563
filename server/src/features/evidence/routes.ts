import { listActions, readEvidence, readPlanThemes, readUses, searchRecords } from '@meydan/shared/contracts/plans'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { actionsOf } from './list.ts'
import { readerOf } from './origins.ts'
import { recordsSaying } from './search.ts'
import { evidenceOf } from './store.ts'
import { planThemes } from './themes.ts'
import { usesOf } from './uses.ts'

type EvidenceDeps = { db: Database; config: Pick<Config, 'timeZone'>; clock: Clock }

export function evidenceRoutes(mount: Mount, { db, config, clock }: EvidenceDeps): void {
  mount(readEvidence, ({ params, seat }) => evidenceOf(db, readerOf(seat), params))

  mount(readUses, async ({ params, seat }) => ({ actions: await usesOf(db, readerOf(seat), params) }))

  mount(readPlanThemes, ({ params, seat }) => planThemes(db, readerOf(seat), params.documentId))

  mount(searchRecords, async ({ query, seat }) => ({ records: await recordsSaying(db, readerOf(seat), query.words) }))

  mount(listActions, ({ query, identity }) =>
    actionsOf(db, { personId: identity.personId, today: dayIn(config.timeZone, clock()) }, query),
  )
}
