import type { NodeViewRenderer, NodeViewRendererProps } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'
import MentionMark from '../../../minutes/MentionMark.vue'
import { clauseView } from '../clauses/clause-view.ts'
import ChipNode from './ChipNode.vue'
import DecisionNode from './DecisionNode.vue'
import type { Hosts } from './hosts.ts'
import { aside, besides, made } from './node-parts.ts'
import { firstWords, setAttributes, wordsOfNode } from './set-attributes.ts'
import TaskTail from './TaskTail.vue'
import TaskTick from './TaskTick.vue'

/** How decisions, tasks and names are drawn in the editor; what they show of the room stays as the room has it. */
export function nodeViews(
  hosts: Hosts,
): Record<'decision' | 'clause' | 'mention' | 'chip' | 'taskItem', NodeViewRenderer> {
  return {
    decision: (given) => decisionView(hosts, given),
    clause: clauseView(hosts),
    mention: (given) => nameView(hosts, given, MentionMark, 'mention'),
    chip: (given) => nameView(hosts, given, ChipNode, 'chip'),
    taskItem: (given) => taskView(hosts, given),
  }
}

function nameView(
  hosts: Hosts,
  { node }: NodeViewRendererProps,
  component: typeof MentionMark | typeof ChipNode,
  prop: 'mention' | 'chip',
): NodeView {
  const dom = aside('span', `rich-${prop}`)
  const props = (of: Node) => ({ key: JSON.stringify(of.attrs), [prop]: of.attrs })
  const place = hosts.add(dom, component, props(node))
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false
      place.set(props(next))
      return true
    },
    ignoreMutation: (mutation) => mutation.type !== 'selection',
    destroy: place.remove,
  }
}

function decisionView(hosts: Hosts, { node, editor, getPos }: NodeViewRendererProps): NodeView {
  const [dom, head, contentDOM] = [
    made('section', 'rich-decision'),
    aside('div', 'node-head'),
    made('div', 'node-words'),
  ]
  dom.append(head, contentDOM)
  let now = node
  const place = hosts.add(head, DecisionNode, {
    entry: node.attrs['entry'],
    wordsNow: () => wordsOfNode(now),
    put: (entry: string) => setAttributes({ editor, getPos, type: 'decision', words: wordsOfNode(now) }, { entry }),
  })
  return {
    ...{ dom, contentDOM },
    ...besides(contentDOM),
    update(next) {
      if (next.type !== node.type) return false
      now = next
      place.set({ entry: next.attrs['entry'] })
      return true
    },
    destroy: place.remove,
  }
}

/** What a task's tick and its end have in common. */
function taskProps(task: Node) {
  const { plan, action } = task.attrs
  return { key: `${plan} ${action}`, became: plan && action ? { plan, action } : null, words: firstWords(task) }
}

function taskView(hosts: Hosts, { node, editor, getPos }: NodeViewRendererProps): NodeView {
  const [dom, label, contentDOM, tail] = [made('li'), aside('label'), made('div'), aside('span', 'task-tail')]
  dom.dataset['type'] = 'taskItem'
  dom.append(label, contentDOM, tail)
  let now = node
  const isChecked = () => now.attrs['checked'] === true
  const meant = () => ({ editor, getPos, type: 'taskItem', words: wordsOfNode(now) })
  const tickPlace = hosts.add(label, TaskTick, {
    ...taskProps(node),
    checked: isChecked(),
    toggle: (checked: boolean) => tick({ editor, getPos }, checked),
    mark: (isDone: boolean) => {
      dom.dataset['checked'] = String(isDone)
    },
  })
  const tailPlace = hosts.add(tail, TaskTail, {
    ...taskProps(node),
    wordsNow: () => wordsOfNode(now),
    put: (at: { plan: string; action: string }) => setAttributes(meant(), at),
  })
  return {
    ...{ dom, contentDOM },
    ...besides(contentDOM),
    update(next) {
      if (next.type !== node.type) return false
      now = next
      tickPlace.set({ ...taskProps(next), checked: isChecked() })
      tailPlace.set(taskProps(next))
      return true
    },
    destroy() {
      tickPlace.remove()
      tailPlace.remove()
    },
  }
}

function tick({ editor, getPos }: Pick<NodeViewRendererProps, 'editor' | 'getPos'>, checked: boolean): void {
  const at = getPos()
  if (!editor.isEditable || at === undefined) return
  editor.view.dispatch(editor.state.tr.setNodeAttribute(at, 'checked', checked))
}
