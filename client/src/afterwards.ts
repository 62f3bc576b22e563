import { type Component, defineAsyncComponent, readonly, shallowRef } from 'vue'
import { moreWords } from './i18n/index.ts'

const RESTS_MS = 1_000
const waiting: (() => Promise<unknown>)[] = []
const isComplete = shallowRef(false)

/**
 * A component that the first picture of a page doesn't need. It is fetched when it is first shown or, sooner, when the
 * page has been still for a moment: without the network, everything one can do by hand must be there.
 */
export function afterwards(load: () => Promise<{ default: Component }>): Component {
  waiting.push(load)
  return defineAsyncComponent(load)
}

/** Code that nothing on the first picture needs, fetched as `afterwards` fetches a component. */
export function afterwardsCode<T>(load: () => Promise<T>): () => Promise<T> {
  waiting.push(load)
  return load
}

/** The same component once its words are here too: without them, its fields would have no names. */
export function withWords<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [component] = await Promise.all([load(), moreWords().catch(() => {})])
    return component
  }
}

/**
 * Begins to fetch what waits, and the words that go with it. `isComplete` turns true when all of it is here; what failed
 * is fetched when it is shown.
 */
export function useAfterwards() {
  const timer = setTimeout(() => {
    void Promise.allSettled([() => moreWords(), ...waiting.splice(0)].map((load) => load())).then(() => {
      isComplete.value = true
    })
  }, RESTS_MS)
  return { isComplete: readonly(isComplete), stop: () => clearTimeout(timer) }
}
