import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

/** A node's words, with those of the names in them; a line for each of its blocks. */
export function wordsOfNode(node: Node): string {
  return node.textBetween(0, node.content.size, '\n', (leaf) =>
    leaf.type.name === 'hardBreak' ? '\n' : String(leaf.attrs['label'] ?? ''),
  )
}

/** Those of its first paragraph. */
export function firstWords(node: Node): string {
  return node.firstChild?.isTextblock ? wordsOfNode(node.firstChild) : wordsOfNode(node).split('\n')[0]!
}

type Meant = { editor: Editor; getPos: () => number | undefined; type: string; words: string }

/**
 * Says something about a node that was asked about a while ago: others may have written before it since, or its view may
 * have been made anew. False where it isn't there any longer, or there is more than its words to tell it by.
 */
export function setAttributes({ editor, getPos, type, words }: Meant, attributes: Record<string, string>): boolean {
  if (editor.isDestroyed || !editor.isEditable) return false
  const { doc } = editor.state
  const [name] = Object.keys(attributes) as [string]
  const isMeant = (node: Node | null) => node?.type.name === type && node.attrs[name] === null
  let at = placeOf(getPos)
  if (at === undefined || !isMeant(doc.nodeAt(at))) {
    at = undefined
    doc.descendants((node, pos) => {
      if (at === undefined && isMeant(node) && wordsOfNode(node) === words) at = pos
      return at === undefined
    })
  }
  if (at === undefined) return false
  const node = doc.nodeAt(at)!
  editor.view.dispatch(editor.state.tr.setNodeMarkup(at, undefined, { ...node.attrs, ...attributes }))
  return true
}

/** A view that is gone has no place. */
function placeOf(getPos: () => number | undefined): number | undefined {
  try {
    return getPos()
  } catch {
    return undefined
  }
}
