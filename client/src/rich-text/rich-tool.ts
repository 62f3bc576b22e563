import type { Component } from 'vue'

/** A button over a rich text; `richText.<name>` is what it is called, `is` what the editor asks itself whether it is on. */
export type RichTool = {
  name:
    | 'bold'
    | 'italic'
    | 'strike'
    | 'heading'
    | 'subheading'
    | 'bulletList'
    | 'orderedList'
    | 'taskList'
    | 'quote'
    | 'link'
  icon: Component
  is: readonly [name: string, attributes?: Record<string, unknown>]
  run: () => unknown
}
