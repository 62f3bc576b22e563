import type { Stores } from '../subjects.ts'

export type Setting = { stores: Stores; quick: boolean }
export type Measured = { variant: string; figures: Record<string, number> }
export type Goal = { what: string; scenario: string; figure: string; unit: string; atMost?: number; atLeast?: number }
