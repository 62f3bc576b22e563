import { type ComputedRef, computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { BoardContext } from '../board-context.ts'
import { pictureUrl } from './picture-url.ts'

/**
 * Where a picture of a board is shown from; empty while it is fetched. `missing`: it can't be. People without a seat
 * have no room that an address could lead to: theirs is kept in the page's memory, as long as it is shown.
 */
export function usePictureSource(
  { room, picture }: BoardContext,
  file: ComputedRef<string>,
  missing: () => void,
): Ref<string> {
  if (!picture) return computed(() => pictureUrl(room.value.id, file.value))
  const source = shallowRef('')
  const forget = () => {
    if (source.value) URL.revokeObjectURL(source.value)
    source.value = ''
  }
  watch(
    file,
    async (wanted) => {
      forget()
      if (!wanted) return
      const bytes = await picture(wanted).catch(() => null)
      if (wanted !== file.value || isOver) return
      if (bytes) source.value = URL.createObjectURL(bytes)
      else missing()
    },
    { immediate: true },
  )
  let isOver = false
  onScopeDispose(() => {
    isOver = true
    forget()
  })
  return source
}
