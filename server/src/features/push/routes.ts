import { readPush, subscribePush, unsubscribePush } from '@meydan/shared/contracts/push'
import { AppError } from '@meydan/shared/errors'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { isPushAddress } from './services.ts'
import { dropDevice, isDeviceOf, keepDevice } from './store.ts'

export function pushRoutes(mount: Mount, { db, config }: { db: Database; config: Pick<Config, 'push'> }): void {
  mount(readPush, async ({ query: { endpoint }, identity }) => ({
    publicKey: config.push?.publicKey ?? null,
    isKept: endpoint !== undefined && (await isDeviceOf(db, identity, endpoint)),
  }))

  mount(subscribePush, async ({ body: { endpoint }, identity }) => {
    if (!config.push) throw new AppError('not_found')
    if (!isPushAddress(endpoint)) throw new AppError('invalid', [{ path: 'endpoint', problem: 'other' }])
    await keepDevice(db, identity, endpoint)
    return {}
  })

  mount(unsubscribePush, async ({ body: { endpoint }, identity }) => {
    await dropDevice(db, identity.personId, endpoint)
    return {}
  })
}
