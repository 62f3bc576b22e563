import type { Editor } from '@tiptap/core'
import { type ShallowRef, shallowRef, watch } from 'vue'

export type Heading = { at: number; level: number; words: string }

/** The headings of the text, as it is now. */
export function useOutline(editor: ShallowRef<Editor | undefined>) {
  const headings = shallowRef<readonly Heading[]>([])
  const read = (made: Editor) => {
    const found: Heading[] = []
    made.state.doc.forEach((node, at) => {
      const words = node.textContent.trim()
      if (node.type.name === 'heading' && words) found.push({ at, level: Number(node.attrs['level']), words })
    })
    headings.value = found
  }
  watch(
    editor,
    (made) => {
      if (!made) return
      read(made)
      made.on('update', () => read(made))
    },
    { immediate: true },
  )

  function show({ at }: Heading): void {
    const made = editor.value
    const element = made?.view.nodeDOM(at)
    if (!made || !(element instanceof HTMLElement)) return
    element.scrollIntoView({ block: 'start', behavior: 'instant' })
    made
      .chain()
      .setTextSelection(at + 1)
      .focus(undefined, { scrollIntoView: false })
      .run()
  }
  return { headings, show }
}
