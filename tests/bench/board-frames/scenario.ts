import type { Figures } from '../scenarios/scenario.ts'

export type Measured = { scenario: string; variant: string; figures: Figures }

export type Measuring = {
  /** Shows that it works; its figures are of no use. */
  quick: boolean
  /** Puts in the page, or on the way to it, what must make the goal be missed: a measurement that passes it is none. */
  spoil: boolean
  /** Counts the repetitions from 0: sides take turns in going first. */
  repetition: number
  print(measured: Measured): Promise<void>
}
