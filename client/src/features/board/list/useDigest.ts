import { itemKinds } from '@meydan/shared/documents/board/board'
import { onScopeDispose, type Ref, shallowRef } from 'vue'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { PresenceState } from '@meydan/shared/documents/presence'
import { language } from '../../../i18n/index.ts'
import { localesOf } from '../../../i18n/format.ts'
import type { BoardContext } from '../board-context.ts'
import { type Deed, Deeds, type Told } from './digest.ts'

/** Often enough to follow a meeting, seldom enough to be listened to beside it. */
const TOLD_EVERY_MS = 5000

/**
 * What others do, in words for those who don't see it: one line at most every five seconds. Who it was follows from
 * the client that wrote, else from who holds the object; a deletion leaves no other trace.
 */
export function useDigest(
  context: BoardContext,
  awareness: Awareness,
  silent: Readonly<Ref<boolean>>,
): Readonly<Ref<string>> {
  const { board, presence, seatOf, t } = context
  const line = shallowRef('')
  const deeds = new Deeds()
  const known = new Set(board.items().map(({ id }) => id))
  let toldAt = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined

  function note(id: string, deed: Deed, person: string | null, isNote: boolean): void {
    if (silent.value) return
    deeds.note(id, deed, person, isNote)
    timer ??= setTimeout(tell, Math.max(300, toldAt + TOLD_EVERY_MS - Date.now()))
  }

  function tell(): void {
    timer = undefined
    if (silent.value || deeds.isEmpty) return
    toldAt = Date.now()
    const told = deeds.tell().map(sentence)
    if (told.length > 0) line.value = joined(told)
  }

  function sentence(told: Told): string {
    const person = told.person
      ? (seatOf(told.person)?.name ?? t('board.list.digest.someone'))
      : t('board.list.digest.someone')
    const count = (number: number) =>
      t(told.onlyNotes ? 'board.list.digest.notes' : 'board.list.digest.items', { count: number })
    const deedsOf = (['added', 'moved', 'changed', 'deleted'] as const).filter((deed) => told[deed] > 0)
    const parts = deedsOf.map((deed, index) =>
      // The second deed needs no name, and no noun where the first had one: “added 3 notes, moved 2”.
      t(`board.list.digest.${deed}`, { what: index === 0 ? count(told[deed]) : String(told[deed]) }),
    )
    return t('board.list.digest.person', { person, did: joined(parts) })
  }

  function joined(parts: readonly string[]): string {
    return new Intl.ListFormat(localesOf(language.value), { type: 'unit', style: 'short' }).format(parts)
  }

  /** The seat of whoever wrote these fields in this transaction. */
  function writerOf(fields: Y.Map<unknown> | undefined, transaction: Y.Transaction): string | null {
    for (const item of fields?._map.values() ?? []) {
      const { client, clock } = item.id
      if (clock >= (transaction.beforeState.get(client) ?? 0)) return seatOfClient(client)
    }
    return null
  }

  function seatOfClient(client: number): string | null {
    const state = PresenceState.safeParse(awareness.getStates().get(client))
    return state.success ? state.data.user.seat : null
  }

  function holderOf(id: string): string | null {
    return presence.held.value.get(id)?.user.seat ?? null
  }

  const stops = itemKinds.map((type) =>
    board.collectionOf(type).observe((ids, transaction) => {
      for (const id of ids) {
        const item = board.collectionOf(type).get(id)
        const wasKnown = known.has(id)
        if (item) known.add(id)
        else known.delete(id)
        if (transaction.local) continue
        const isNote = type === 'note'
        const root = board.doc.getMap(`${type}s`) as Y.Map<Y.Map<unknown>>
        const fields = root.get(id)
        const writer = writerOf(fields, transaction)
        if (!item) note(id, 'deleted', holderOf(id), isNote)
        else if (!wasKnown) note(id, 'added', writer ?? ('seat' in item ? item.seat : null), isNote)
        else note(id, hasMoved(fields, transaction) ? 'moved' : 'changed', writer ?? holderOf(id), isNote)
      }
    }),
  )
  const onTexts = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) => {
    if (transaction.local) return
    const writers = [...transaction.afterState.keys()].filter(
      (client) => transaction.afterState.get(client) !== transaction.beforeState.get(client),
    )
    for (const { target, path } of events) {
      const id = String(path[0] ?? '')
      if (target === (board.texts as Y.AbstractType<unknown>) || !known.has(id)) continue
      note(id, 'changed', writers.length === 1 ? seatOfClient(writers[0]!) : holderOf(id), board.notes.has(id))
    }
  }
  board.texts.observeDeep(onTexts)
  onScopeDispose(() => {
    for (const stop of stops) stop()
    board.texts.unobserveDeep(onTexts)
    clearTimeout(timer)
  })
  return line
}

const places = ['at', 'frame', 'theme', 'order']

/** Whether what was written in this transaction says where the object is. */
function hasMoved(fields: Y.Map<unknown> | undefined, { beforeState }: Y.Transaction): boolean {
  return places.some((name) => {
    const item = fields?._map.get(name)
    return item !== undefined && item.id.clock >= (beforeState.get(item.id.client) ?? 0)
  })
}
