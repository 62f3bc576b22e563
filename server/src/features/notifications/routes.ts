import {
  confirmAddress,
  editNotificationSettings,
  giveAddress,
  listNotifications,
  openUnsubscription,
  readNotifications,
  readNotificationSettings,
  readUnsubscription,
  unsubscribe,
  unsubscribeOneClick,
} from '@meydan/shared/contracts/notifications'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { confirm, giveAddressOf } from './address.ts'
import { notificationsPage, unreadOf } from './list.ts'
import { markRead } from './reading.ts'
import { chooseWish, settingsOf } from './settings.ts'
import { endLetters, readLetters } from './unsubscribing.ts'

export type NotificationDeps = {
  db: Database
  publisher: Publisher
  secret: string
  clock: Clock
  config: Pick<Config, 'publicUrl' | 'port' | 'smtpUrl'>
}

export function notificationRoutes(mount: Mount, deps: NotificationDeps): void {
  const { db, publisher, clock } = deps

  mount(listNotifications, async ({ query, identity: { personId } }) => ({
    ...(await notificationsPage(db, personId, query)),
    unread: await unreadOf(db, personId),
  }))

  mount(readNotifications, async ({ body, identity: { personId } }) => {
    await markRead(db, { personId, now: clock() }, body)
    publisher.news([personId])
    return { unread: await unreadOf(db, personId) }
  })

  settingRoutes(mount, deps)
  letterRoutes(mount, deps)
}

function settingRoutes(mount: Mount, { db, clock, config }: NotificationDeps): void {
  const origin = config.publicUrl ?? `http://localhost:${config.port}`
  const answer = async (personId: string) => ({
    settings: await settingsOf(db, personId, { isMailSent: config.smtpUrl !== undefined }),
  })

  mount(readNotificationSettings, ({ identity }) => answer(identity.personId))

  mount(editNotificationSettings, async ({ body, identity: { personId } }) => {
    await chooseWish(db, { ...body, personId })
    return answer(personId)
  })

  mount(giveAddress, async ({ body, identity: { personId } }) => {
    await giveAddressOf(db, { ...body, personId, origin, now: clock() })
    return answer(personId)
  })

  mount(confirmAddress, async ({ body }) => ({ email: await confirm(db, body.token, clock()) }))
}

/** Out of letters: the token says whose they are, whoever asks. */
function letterRoutes(mount: Mount, { db, secret }: NotificationDeps): void {
  mount(readUnsubscription, async ({ body }) => {
    const { roomName, wish } = await readLetters(db, secret, body.token)
    return { roomName, wish }
  })

  mount(unsubscribe, ({ body }) => endLetters(db, secret, body))

  mount(unsubscribeOneClick, async ({ params }) => {
    await endLetters(db, secret, params)
    return {}
  })

  mount(openUnsubscription, async ({ params, reply }) => {
    reply.code(303).header('location', `/unsubscribe#${encodeURIComponent(params.token)}`)
    return new Uint8Array()
  })
}
