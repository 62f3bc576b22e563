import { PresenceState, type PresenceUser } from '@meydan/shared/documents/presence'
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import { fromBase64, toBase64 } from 'lib0/buffer'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

const caretsKey = new PluginKey<DecorationSet>('carets')
const TELL_EVERY_MS = 100

type Given = { awareness: Awareness; nameOf: (user: PresenceUser) => string }
type Caret = { anchor: string; head: string }

/** Tells the others where one writes, and shows where each of them does: a line in their colour, and their name. */
export function carets({ awareness, nameOf }: Given): Extension {
  return Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key: caretsKey,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, shown, _before, state) {
            const isAnew = transaction.getMeta(caretsKey) || transaction.getMeta(ySyncPluginKey)
            if (isAnew) return DecorationSet.create(state.doc, othersIn(state, awareness, nameOf))
            return shown.map(transaction.mapping, transaction.doc)
          },
        },
        props: { decorations: (state) => caretsKey.getState(state) },
        view: (view) => new Telling(view, awareness),
      }),
    ],
  })
}

/** Listens to the others and speaks of oneself, for as long as the editor is there. */
class Telling {
  readonly #view: EditorView
  readonly #awareness: Awareness
  #told = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #redraw: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, awareness: Awareness) {
    this.#view = view
    this.#awareness = awareness
    awareness.on('change', this.#heard)
    view.dom.addEventListener('focus', this.#tellSoon)
    view.dom.addEventListener('blur', this.#tellSoon)
    this.#heard()
  }

  update(): void {
    this.#tellSoon()
  }

  destroy(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#redraw)
    this.#awareness.off('change', this.#heard)
    this.#view.dom.removeEventListener('focus', this.#tellSoon)
    this.#view.dom.removeEventListener('blur', this.#tellSoon)
    if (this.#told) this.#awareness.setLocalStateField('caret', undefined)
  }

  readonly #heard = (): void => {
    this.#redraw ??= setTimeout(() => {
      this.#redraw = undefined
      // What an input method composes stands in the page alone: nothing is drawn into it meanwhile.
      if (this.#view.composing) return this.#heard()
      this.#view.dispatch(this.#view.state.tr.setMeta(caretsKey, true).setMeta('addToHistory', false))
    }, TELL_EVERY_MS)
  }

  readonly #tellSoon = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const caret = this.#view.hasFocus() ? caretOf(this.#view.state) : undefined
      const said = caret ? `${caret.anchor} ${caret.head}` : ''
      if (said === this.#told) return
      this.#told = said
      this.#awareness.setLocalStateField('caret', caret)
    }, TELL_EVERY_MS)
  }
}

function caretOf(state: EditorState): Caret | undefined {
  const sync = ySyncPluginKey.getState(state)
  if (!sync?.binding) return undefined
  const place = (at: number) =>
    toBase64(Y.encodeRelativePosition(absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping)))
  return { anchor: place(state.selection.anchor), head: place(state.selection.head) }
}

function othersIn(state: EditorState, awareness: Awareness, nameOf: Given['nameOf']): Decoration[] {
  const sync = ySyncPluginKey.getState(state)
  if (!sync?.binding) return []
  const end = state.doc.content.size
  const placeOf = (place: string): number | null => {
    try {
      const relative = Y.decodeRelativePosition(fromBase64(place))
      const at = relativePositionToAbsolutePosition(sync.doc, sync.type, relative, sync.binding.mapping)
      return at === null ? null : Math.min(Math.max(at, 0), end)
    } catch {
      // What somebody's page says of itself may be anything.
      return null
    }
  }
  return [...awareness.getStates()].flatMap(([client, said]) => {
    const parsed = client === awareness.clientID ? null : PresenceState.safeParse(said)
    if (!parsed?.success || !parsed.data.caret) return []
    const { user, caret } = parsed.data
    const [anchor, head] = [placeOf(caret.anchor), placeOf(caret.head)]
    if (anchor === null || head === null) return []
    return drawn({ client, user, name: nameOf(user), anchor, head })
  })
}

type Drawn = { client: number; user: PresenceUser; name: string; anchor: number; head: number }

function drawn({ client, user, name, anchor, head }: Drawn): Decoration[] {
  const line = Decoration.widget(head, () => caretElement(user, name), { key: `${client} ${name}`, side: 10 })
  if (anchor === head) return [line]
  const style = `--person: var(--person-${user.colour})`
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
  return [Decoration.inline(from, to, { class: 'rich-selected', style }), line]
}

/** The name is drawn by the stylesheet: it is nobody's words in the text. */
function caretElement(user: PresenceUser, name: string): HTMLElement {
  const element = document.createElement('span')
  element.className = 'rich-caret keeps-colour'
  element.dataset['caret'] = user.seat
  element.dataset['name'] = name
  element.ariaHidden = 'true'
  element.style.setProperty('--person', `var(--person-${user.colour})`)
  return element
}
