import { type Happening, readHappenings } from '@meydan/shared/contracts/room-home'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { call } from '../../api.ts'
import { useT } from '../../i18n/index.ts'
import { useLoad } from '../../ui/useLoad.ts'
import { type ChangedPlace, type ChangedPlaces, changedPlaces } from '../../workshop/changed-places.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { showOnBoard } from '../../workshop/show-on-board.ts'

/** One change since one left: what it is, who made it where that is one person, and the way to it. */
export type Stop = { kind: string; who: string | undefined; words: string; show: () => void }

/** What changed on a document since one left: of boards and plans object by object, of a text place by place. */
export function useStops(documentId: string) {
  const workshop = useWorkshop()
  const { room } = workshop
  const t = useT()
  const router = useRouter()
  const { data, error } = useLoad(() =>
    call(readHappenings, { params: { roomId: room.value.id }, query: { documentId } }),
  )
  const kind = room.value.documents.find(({ id }) => id === documentId)?.kind
  const nameOf = (seatId: string | null) => data.value?.seats.find(({ id }) => id === seatId)?.name
  const inText = useTextPlaces(documentId, () => (kind === 'minutes' ? data.value?.sinceAt : undefined))

  function show({ recordId }: Happening): void {
    if (kind === 'plan') void router.replace({ query: { action: recordId } })
    else showOnBoard(workshop, { documentId, recordId: recordId! })
  }

  /** A text doesn't say whose each of its words are: where only one person wrote, it is clear. */
  const writer = computed(() => {
    const seats = new Set(data.value?.happenings.map(({ seatId }) => seatId))
    return seats.size === 1 ? nameOf([...seats][0]!) : undefined
  })

  const stops = computed((): readonly Stop[] | null => {
    if (!data.value) return null
    if (kind === 'minutes') {
      return (
        inText.places.value?.map((place) => ({
          kind: t(`roomHome.text.${place.change}`),
          who: writer.value,
          words: place.words,
          show: () => changedPlaces.value?.show(place),
        })) ?? null
      )
    }
    // In the order in which they were done, those that can be shown.
    const shown = data.value.happenings.filter(({ recordId, threadId }) => recordId && !threadId).toReversed()
    return shown.map((one) => ({
      kind: t(`roomHome.kind.${one.kind}`),
      who: nameOf(one.seatId),
      words: one.words,
      show: () => show(one),
    }))
  })
  return { stops, error: computed(() => error.value ?? inText.error.value) }
}

/** Asked once the text is open, and once only: what one writes oneself meanwhile is no news. */
function useTextPlaces(documentId: string, since: () => string | null | undefined) {
  const places = shallowRef<readonly ChangedPlace[] | null>(null)
  const error = shallowRef<unknown>(null)
  let isOver = false
  onScopeDispose(() => {
    isOver = true
  })

  async function ask(text: ChangedPlaces, moment: string): Promise<void> {
    try {
      const found = await text.since(moment)
      if (!isOver) places.value = found
      error.value = null
    } catch (caught) {
      error.value = caught
    }
  }

  function look(): void {
    const [moment, text] = [since(), changedPlaces.value]
    if (moment === null) places.value = []
    else if (moment && text?.documentId === documentId && !places.value) void ask(text, moment)
  }
  watch([since, changedPlaces], look, { immediate: true })
  useEventListener(window, 'online', look)
  return { places, error }
}
