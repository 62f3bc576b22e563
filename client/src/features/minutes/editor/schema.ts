import { type AnyExtension, Node, type NodeViewRenderer } from '@tiptap/core'
import { Document } from '@tiptap/extension-document'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { richTextSchema } from '../../../rich-text/editor-schema.ts'
import { kept, keptFlag, keptSpan } from './kept-attributes.ts'
import { ownClauseIds } from './own-clause-ids.ts'

/** How nodes are shown where their markup alone doesn't say it. */
export type NodeViews = Partial<Record<'decision' | 'clause' | 'mention' | 'chip' | 'taskItem', NodeViewRenderer>>

export type MinutesSchemaOptions = {
  views?: NodeViews
  /** What the tick of a task is called. */
  nameOfTick?: (task: string) => string
}

/**
 * The schema of minutes (form `minutes` of shared/documents/rich-text/schema.ts) for the editor. What only stands in the
 * text itself – tables, decisions, clauses – is a `section`; everything else is a `block`, and stands in any of them.
 */
export function minutesSchema({ views = {}, nameOfTick }: MinutesSchemaOptions = {}): AnyExtension[] {
  const others = richTextSchema().filter(({ name }) => name !== 'doc')
  return [
    Document.extend({ content: '(block | section)+' }),
    ...others,
    ...tables(),
    TaskList,
    shown(Task, views.taskItem).configure({
      nested: true,
      ...(nameOfTick ? { a11y: { checkboxLabel: (node) => nameOfTick(node.textContent) } } : {}),
    }),
    shown(Decision, views.decision),
    shown(Clause, views.clause),
    shown(Mention, views.mention),
    shown(Chip, views.chip),
  ]
}

function shown<Options>(node: Node<Options>, view: NodeViewRenderer | undefined): Node<Options> {
  return view ? node.extend({ addNodeView: () => view }) : node
}

/** Without widths and alignment, which no document of ours has: the page's policy lets in no inline styles either. */
function tables(): AnyExtension[] {
  const attributes = () => ({
    colspan: keptSpan('colspan'),
    rowspan: keptSpan('rowspan'),
    colwidth: { default: null, rendered: false, parseHTML: () => null },
  })
  return [
    Table.extend({
      group: 'section',
      renderHTML: () => ['div', { class: 'rich-table' }, ['table', ['tbody', 0]]],
      addNodeView: () => null,
    }).configure({ resizable: false }),
    TableRow,
    TableHeader.extend({ addAttributes: attributes }),
    TableCell.extend({ addAttributes: attributes }),
  ]
}

/** Two people may leave a task without its first paragraph: the rest of it stays then. */
const Task = TaskItem.extend({
  content: 'block+',
  addAttributes: () => ({
    checked: keptFlag('checked'),
    plan: kept('taskItem', 'plan'),
    action: kept('taskItem', 'action'),
  }),
  renderHTML: ({ HTMLAttributes }) => ['li', { 'data-type': 'taskItem', ...HTMLAttributes }, ['div', 0]],
})

const Decision = Node.create({
  name: 'decision',
  group: 'section',
  content: 'block+',
  defining: true,
  addAttributes: () => ({ entry: kept('decision', 'entry') }),
  parseHTML: () => [{ tag: 'section[data-type=decision]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'section',
    { class: 'rich-decision', 'data-type': 'decision', ...HTMLAttributes },
    0,
  ],
})

const Clause = Node.create({
  name: 'clause',
  group: 'section',
  content: 'block+',
  defining: true,
  addAttributes: () => ({ id: kept('clause', 'id') }),
  addProseMirrorPlugins: () => [ownClauseIds()],
  parseHTML: () => [{ tag: 'section[data-type=clause]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'section',
    { class: 'rich-clause', 'data-type': 'clause', ...HTMLAttributes },
    0,
  ],
})

const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    kind: kept('mention', 'kind'),
    target: kept('mention', 'target'),
    label: kept('mention', 'label'),
  }),
  parseHTML: () => [{ tag: 'span[data-type=mention][data-kind][data-target]' }],
  renderHTML: ({ HTMLAttributes, node }) => [
    'span',
    { class: 'rich-mention', 'data-type': 'mention', ...HTMLAttributes },
    `@${String(node.attrs['label'] ?? '')}`,
  ],
  renderText: ({ node }) => String(node.attrs['label'] ?? ''),
})

const Chip = Node.create({
  name: 'chip',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    kind: kept('chip', 'kind'),
    document: kept('chip', 'document'),
    record: kept('chip', 'record'),
    label: kept('chip', 'label'),
  }),
  parseHTML: () => [{ tag: 'span[data-type=chip][data-kind][data-record]' }],
  renderHTML: ({ HTMLAttributes, node }) => [
    'span',
    { class: 'rich-chip', 'data-type': 'chip', ...HTMLAttributes },
    String(node.attrs['label'] ?? ''),
  ],
  renderText: ({ node }) => String(node.attrs['label'] ?? ''),
})
