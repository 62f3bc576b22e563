import type { NodeView, ViewMutationRecord } from '@tiptap/pm/view'

/** An element of a node's view. */
export function made(tag: string, name?: string): HTMLElement {
  const element = document.createElement(tag)
  if (name) element.className = name
  return element
}

/** One that is none of the text: what components draw. */
export function aside(tag: string, name?: string): HTMLElement {
  const element = made(tag, name)
  element.contentEditable = 'false'
  return element
}

/** What components draw is none of the text's affair; what stands in `words` is. */
export function besides(words: HTMLElement | null): Pick<NodeView, 'ignoreMutation' | 'stopEvent'> {
  const isOutside = (target: EventTarget | null) =>
    !(words && target instanceof globalThis.Node && words.contains(target))
  return {
    ignoreMutation: (mutation: ViewMutationRecord) => mutation.type !== 'selection' && isOutside(mutation.target),
    stopEvent: (event) => isOutside(event.target),
  }
}
