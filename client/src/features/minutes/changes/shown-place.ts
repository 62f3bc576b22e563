import { Extension } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

const key = new PluginKey<DecorationSet>('shownPlace')
/** As long as one needs to find it with one's eyes. */
const MARKED_MS = 3_000

/** Marks blocks for a moment; see `showPlace`. */
export function shownPlace(): Extension {
  return Extension.create({
    name: 'shownPlace',
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, before) {
            const marked: unknown = transaction.getMeta(key)
            return marked instanceof DecorationSet ? marked : before.map(transaction.mapping, transaction.doc)
          },
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ],
  })
}

/** Brings top-level blocks into sight and marks them; where others are shown before that is over, they instead. */
export function showPlace(view: EditorView, { from, to }: { from: number; to: number }): void {
  const marks: Decoration[] = []
  view.state.doc.forEach((node, at, index) => {
    if (index < from || index > to) return
    marks.push(Decoration.node(at, at + node.nodeSize, { class: 'shown-place' }))
  })
  const first = marks[0]
  if (!first) return
  mark(view, DecorationSet.create(view.state.doc, marks))
  const element = view.nodeDOM(first.from)
  if (element instanceof HTMLElement) bringIntoSight(element)
}

function mark(view: EditorView, marked: DecorationSet): void {
  view.dispatch(view.state.tr.setMeta(key, marked).setMeta('addToHistory', false))
  setTimeout(() => {
    const isLast = !view.isDestroyed && key.getState(view.state) !== DecorationSet.empty
    if (isLast && shown.get(view) === marked) mark(view, DecorationSet.empty)
  }, MARKED_MS)
  shown.set(view, marked)
}

const shown = new WeakMap<EditorView, DecorationSet>()

function bringIntoSight(element: HTMLElement): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const isTall = element.offsetHeight > window.innerHeight / 2
  element.scrollIntoView({ block: isTall ? 'start' : 'center', behavior: isStill ? 'instant' : 'smooth' })
}
