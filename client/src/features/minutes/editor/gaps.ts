import { Extension } from '@tiptap/core'
import { gapCursor } from '@tiptap/pm/gapcursor'

/** A caret where no line is yet: before, after and between tables, decisions and clauses. */
export function gaps(): Extension {
  return Extension.create({ name: 'gaps', addProseMirrorPlugins: () => [gapCursor()] })
}
