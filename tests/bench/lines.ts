import { readFileSync } from 'node:fs'
import type { Machine, Versions } from './machine.ts'
import type { Figures } from './scenarios/scenario.ts'

export type RunLine = { kind: 'run'; at: string; quick: boolean } & Machine & Versions
export type MeasuredLine = {
  kind: 'measured'
  scenario: string
  variant: string
  subject: string
  /** Ratios are formed within one repetition only. */
  repetition: number
  figures: Figures
}
/** A server that fell over, or didn't answer in time. */
export type FailedLine = { kind: 'failed'; scenario: string; subject: string; repetition: number; error: string }
export type Line = RunLine | MeasuredLine | FailedLine

export function readLines(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
