import { type Component, shallowReactive } from 'vue'

type Props = Record<string, unknown>
export type Host = { id: number; element: HTMLElement; component: Component; props: Props }

/** A component's place in the editor's own elements. */
export type Place = { set: (props: Props) => void; remove: () => void }

/**
 * What is drawn by components inside of the editor: `NodeHosts.vue` puts each into its element, so that they are part of
 * the page with all it shares. A `key` among the props makes it anew.
 */
export class Hosts {
  readonly all = shallowReactive(new Map<number, Host>())
  #last = 0

  add(element: HTMLElement, component: Component, props: Props): Place {
    const id = ++this.#last
    const given = shallowReactive({ ...props })
    this.all.set(id, { id, element, component, props: given })
    return {
      set: (changed) => void Object.assign(given, changed),
      remove: () => void this.all.delete(id),
    }
  }
}
