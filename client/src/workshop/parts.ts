import type { Component, InjectionKey } from 'vue'
import { inject } from 'vue'
import type { PanelId, Workshop } from './context.ts'

/** One part of a room beside its board. */
export type RoomPart = {
  id: PanelId
  /** Its name, a key of the catalogues. */
  label: string
  icon: Component
  panel: Component
  isShown: (workshop: Workshop) => boolean
}

/** What a room is made of besides its boards; put together at the top, where all features are known. */
export type RoomParts = {
  panels: readonly RoomPart[]
  /** Who waits to be let in; above the people. */
  arrivals: Component
  /** What to do now and how long, above everything. */
  banner: Component
  /** The facilitator's bar, below the board. */
  leadBar: Component
  /** Small things that float over the board: hands, signs, tables. */
  overlays: readonly Component[]
  /** What is said to all above the board, one below the other: messages, who leads the view, who waits. */
  said: readonly Component[]
  /** Asks for what is needed to make actions of what was chosen on a board or in a vote. */
  fromBoard: Component
  /** Makes and closes links that show a document to people without a seat. */
  links: Component
  /** Leads from a meeting that has ended to its summary. */
  ended: Component
}

export const roomPartsKey: InjectionKey<RoomParts> = Symbol('room parts')

export function useRoomParts(): RoomParts {
  const parts = inject(roomPartsKey)
  if (!parts) throw new Error('A room was opened without its parts')
  return parts
}
