import type { Line, MeasuredLine } from './lines.ts'

export const GENERATOR_CPU_MAX = 0.8
const REPETITIONS_MAX = 1_000

/** Measurements by scenario and load; a figure of a subject in one repetition is found by them. */
export class Results {
  readonly measured: readonly MeasuredLine[]

  constructor(lines: readonly Line[]) {
    let run = 0
    this.measured = lines.flatMap((line) => {
      if (line.kind === 'run') run += 1
      // Two runs both count from 0, and aren't compared with each other.
      return line.kind === 'measured' ? [{ ...line, repetition: run * REPETITIONS_MAX + line.repetition }] : []
    })
  }

  /** One subject's values, a repetition each. */
  values(scenario: string, variant: string, subject: string, figure: string): number[] {
    return this.#of(scenario, variant, subject).flatMap(({ figures }) => figures[figure] ?? [])
  }

  /** Ours by theirs, formed within each repetition in which both were measured. */
  ratios(scenario: string, variant: string, figure: string, [ours, theirs]: [string, string]): number[] {
    const others = new Map(this.#of(scenario, variant, theirs).map((line) => [line.repetition, line.figures[figure]]))
    return this.#of(scenario, variant, ours).flatMap(({ repetition, figures }) => {
      const [value, other] = [figures[figure], others.get(repetition)]
      return value === undefined || other === undefined ? [] : [value / other]
    })
  }

  variants(scenario: string): string[] {
    return distinct(this.#of(scenario).map(({ variant }) => variant))
  }

  subjects(scenario: string): string[] {
    return distinct(this.#of(scenario).map(({ subject }) => subject))
  }

  /** Measurements in which the generator may have been what was measured. */
  invalid(): MeasuredLine[] {
    return this.measured.filter(({ figures }) => (figures.generatorCpu ?? 0) > GENERATOR_CPU_MAX)
  }

  #of(scenario: string, variant?: string, subject?: string): MeasuredLine[] {
    return this.measured.filter(
      (line) =>
        line.scenario === scenario &&
        (variant === undefined || line.variant === variant) &&
        (subject === undefined || line.subject === subject),
    )
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
