import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** A table of the room, as far as others need it: where a note was written, and by how many. */
export type KnownTable = { name: string; laptopSeatId: string | null; heads: number }

/** The table I sit at now: notes I write say so. */
export const myTable: ShallowRef<string | null> = shallowRef(null)

/** The room's tables by id, ended ones too. */
export const knownTables: ShallowRef<ReadonlyMap<string, KnownTable>> = shallowRef(new Map())

/** Forgets the room's tables when the scope ends: another room has others. */
export function forgetTablesLater(): void {
  onScopeDispose(() => {
    myTable.value = null
    knownTables.value = new Map()
  })
}
