import type { Editor } from '@tiptap/core'
import { computed, type ShallowRef, shallowRef } from 'vue'

/** The address of a link while it is being written. */
export function useLinking(editor: ShallowRef<Editor | undefined>) {
  const isLinking = shallowRef(false)
  const href = computed(() => (isLinking.value ? String(editor.value?.getAttributes('link')['href'] ?? '') : ''))
  const stop = () => {
    if (!isLinking.value) return
    isLinking.value = false
    editor.value?.commands.focus()
  }
  return {
    isLinking,
    href,
    stop,
    start(): void {
      if (isLinking.value) stop()
      else isLinking.value = true
    },
    set(to: string): void {
      const made = editor.value!
      const words = { type: 'text', text: to.replace(/^mailto:/i, ''), marks: [{ type: 'link', attrs: { href: to } }] }
      // On a link all of it is meant; where nothing is selected the address is written.
      if (made.state.selection.empty && !href.value) made.chain().focus().insertContent(words).run()
      else made.chain().focus().extendMarkRange('link').setLink({ href: to }).run()
      isLinking.value = false
    },
    remove(): void {
      editor.value!.chain().focus().extendMarkRange('link').unsetLink().run()
      isLinking.value = false
    },
  }
}
