import type { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** What is made of the whole text takes a moment: others' typing must not cause it for every letter. */
const ANEW_EVERY_MS = 1_000

/** The text of open minutes as plain data, a little behind whoever writes. */
export function useBlocksNow(minutes: Minutes): Readonly<ShallowRef<readonly RichBlock[]>> {
  const blocks = shallowRef<readonly RichBlock[]>(minutes.blocks())
  const read = useThrottleFn(
    () => {
      blocks.value = minutes.blocks()
    },
    ANEW_EVERY_MS,
    true,
  )
  const onUpdate = () => void read()
  minutes.doc.on('update', onUpdate)
  onScopeDispose(() => minutes.doc.off('update', onUpdate))
  return blocks
}
