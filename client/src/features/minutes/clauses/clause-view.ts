import type { NodeViewRenderer } from '@tiptap/core'
import type { Hosts } from '../nodes/hosts.ts'
import { aside, besides, made } from '../nodes/node-parts.ts'
import ClauseFoot from './ClauseFoot.vue'
import ClauseNumber from './ClauseNumber.vue'

/** A clause in the editor: its number, its words, and below them where organisations stand to it. */
export function clauseView(hosts: Hosts): NodeViewRenderer {
  return ({ node }) => {
    const [dom, head, contentDOM, foot] = [
      made('section', 'rich-clause'),
      aside('div', 'node-head'),
      made('div', 'node-words'),
      aside('div', 'node-foot'),
    ]
    dom.append(head, contentDOM, foot)
    const id: unknown = node.attrs['id']
    const headPlace = hosts.add(head, ClauseNumber, { id })
    const footPlace = typeof id === 'string' ? hosts.add(foot, ClauseFoot, { id }) : null
    dom.dataset['clause'] = String(id ?? '')
    return {
      ...{ dom, contentDOM },
      ...besides(contentDOM),
      // Another clause is another view.
      update: (next) => next.type === node.type && next.attrs['id'] === id,
      destroy() {
        headPlace.remove()
        footPlace?.remove()
      },
    }
  }
}
