import { type ComputedRef, type InjectionKey, inject, type ShallowRef } from 'vue'
import type { Column, Grouping } from './columns.ts'

/** What the cards of one board by columns share. */
export type StatusBoard = {
  grouping: ComputedRef<Grouping>
  columns: ComputedRef<readonly Column[]>
  /** The card that the Tab key reaches; arrows move on from it. */
  current: ComputedRef<string | null>
  /** What is being carried by me. */
  carried: ComputedRef<string | null>
  /** The card whose menu is open. */
  menuOf: ShallowRef<string | null>
  nameOf: (column: Column) => string
  moveTo: (id: string, column: Column) => void
  open: (id: string) => void
}

export const statusBoardKey: InjectionKey<StatusBoard> = Symbol('status board')

export function useStatusBoard(): StatusBoard {
  const board = inject(statusBoardKey)
  if (!board) throw new Error('A card was used outside a board')
  return board
}
