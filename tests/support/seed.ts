import { onTestFailed } from 'vitest'

export type Random = {
  seed: number
  /** 0 ≤ x < 1 */
  next(): number
  /** Whole number, 0 ≤ x < below. */
  below(below: number): number
  pick<T>(choices: readonly T[]): T
  shuffle<T>(items: readonly T[]): T[]
}

/**
 * Random numbers that can be repeated (mulberry32). Call it inside a test: when the test fails, the seed is printed,
 * and `SEED=n npx vitest run <file>` plays the same run again.
 */
export function seededRandom(seed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31)): Random {
  onTestFailed(() => console.error(`Repeat this run with SEED=${seed}`))
  return randomFrom(seed)
}

/** The same generator for use outside a test. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(choices: readonly T[]) => {
    if (choices.length === 0) throw new Error('nothing to pick from')
    return choices[below(choices.length)] as T
  }
  const shuffle = <T>(items: readonly T[]) => {
    const shuffled = [...items]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = below(i + 1)
      const held = shuffled[i] as T
      shuffled[i] = shuffled[j] as T
      shuffled[j] = held
    }
    return shuffled
  }
  return { seed, next, below, pick, shuffle }
}
