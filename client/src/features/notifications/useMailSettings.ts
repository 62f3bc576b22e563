import {
  editNotificationSettings,
  giveAddress,
  type MailWish,
  type NotificationSettings,
  readNotificationSettings,
} from '@meydan/shared/contracts/notifications'
import { shallowReactive } from 'vue'
import { call } from '../../api.ts'
import { useLoad } from '../../ui/useLoad.ts'

/** How a change of one choice went; nothing where none was made. */
export type Saving = 'saving' | 'saved' | { failed: unknown }

/** All rooms have no id. */
const keyOf = (roomId: string | null): string => roomId ?? ''

/** How I want to be told. Each choice is kept at once; one that couldn't be kept is shown as it was before. */
export function useMailSettings() {
  const { data, error, loading, reload } = useLoad(async () => (await call(readNotificationSettings)).settings)
  const savings = shallowReactive(new Map<string, Saving>())
  let latest = 0

  function withWish(
    settings: NotificationSettings,
    roomId: string | null,
    wish: MailWish | null,
  ): NotificationSettings {
    if (roomId === null) return { ...settings, all: wish ?? settings.all }
    return { ...settings, rooms: settings.rooms.map((room) => (room.id === roomId ? { ...room, wish } : room)) }
  }

  /** Without a wish, a room is told of as all are. */
  async function choose(roomId: string | null, wish: MailWish | null): Promise<void> {
    const before = data.value
    if (!before) return
    const mine = ++latest
    savings.set(keyOf(roomId), 'saving')
    data.value = withWish(before, roomId, wish)
    try {
      const { settings } = await call(editNotificationSettings, { body: { roomId, wish } })
      // An answer to an earlier choice would undo a later one on the screen.
      if (mine === latest) data.value = settings
      savings.set(keyOf(roomId), 'saved')
    } catch (failed) {
      const was = roomId === null ? before.all : (before.rooms.find(({ id }) => id === roomId)?.wish ?? null)
      if (data.value) data.value = withWish(data.value, roomId, was)
      savings.set(keyOf(roomId), { failed })
    }
  }

  /** Where a guest wants mail to go; null: nowhere. Throws ApiError. */
  async function setAddress(email: string | null): Promise<void> {
    data.value = (await call(giveAddress, { body: { email } })).settings
  }

  const savingOf = (roomId: string | null): Saving | undefined => savings.get(keyOf(roomId))
  return { settings: data, error, loading, reload, choose, setAddress, savingOf }
}
