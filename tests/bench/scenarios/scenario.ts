import type { Stores, Subject, SubjectName } from '../subjects.ts'

export type Figures = Record<string, number>

/** What one subject did under one load, once. */
export type Measured = { variant: string; figures: Figures }

/** What a scenario may use: a quick run shows that it works, and its figures are of no use. */
export type Setting = {
  stores: Stores
  quick: boolean
  /** Counts the repetitions from 0; seeds come from it. */
  repetition: number
  start(name: SubjectName): Promise<Subject>
}

export type Scenario = {
  name: string
  /** Whom it measures, unless the command line says otherwise. */
  subjects: readonly SubjectName[]
  /** Those that no goal is set beside: one repetition of them is enough, and the others have its time. */
  once: readonly SubjectName[]
  /** How often it runs where that isn't said; a scenario with seeds has one for each. */
  repetitions?: number
  /** Made once, before the first repetition. */
  prepare?(setting: Pick<Setting, 'stores' | 'quick'>, subjects: readonly SubjectName[]): Promise<void>
  measure(name: SubjectName, setting: Setting): Promise<Measured[]>
}

/** Starts a subject, lets `work` measure it, and stops it however that went. */
export async function withSubject<T>(
  name: SubjectName,
  { start }: Setting,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const subject = await start(name)
  try {
    return await work(subject)
  } finally {
    await subject.stop()
  }
}
