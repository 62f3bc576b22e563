import { byOrder, keysBetween } from '../order.ts'
import type { Author, Board } from './board.ts'
import { moved } from './geometry.ts'
import { LINEAGE_MAX, type Note, type Theme } from './records.ts'

const BESIDE = 40

/**
 * Makes one theme of several: `into` takes over the notes of the others, remembers that it came of them, and takes from
 * them what it doesn't say itself; connectors to them lead to it. The others go, with the reactions to them. Locked
 * themes are left out. Answers with the ids of those that went; none where `into` is no theme, or locked.
 */
export function mergeThemes(board: Board, ids: readonly string[], into: string): string[] {
  const kept = board.themes.get(into)
  const others = [...new Set(ids)].flatMap((id) => (id === into ? [] : (board.themes.get(id) ?? [])))
  const merged = others.filter(({ locked }) => !locked)
  if (!kept || kept.locked || merged.length === 0) return []
  const gone = new Set(merged.map(({ id }) => id))
  board.transact(() => {
    join(
      board,
      merged.flatMap(({ id }) => [...board.notesOf(id)]),
      into,
    )
    board.themes.edit(into, { ...saidTogether(kept, merged), cameOf: lineageOf(kept, merged) })
    for (const stamp of board.stamps.all()) if (gone.has(stamp.item)) board.stamps.remove(stamp.id)
    reconnect(board, gone, into)
    for (const id of gone) board.themes.remove(id)
  })
  return [...gone]
}

/** Puts notes behind those of a theme. A locked one comes along, as it does where its theme moves, and keeps its order. */
function join(board: Board, notes: readonly Note[], theme: string): void {
  const free = notes.filter(({ locked }) => !locked)
  const keys = keysBetween(board.notesOf(theme).at(-1)?.order ?? null, null, free.length)
  for (const { id } of notes) board.notes.edit(id, { theme })
  free.forEach(({ id }, index) => {
    board.notes.edit(id, { order: keys[index]! })
  })
}

/** What the kept theme says, and where it says nothing, what the first of the others says that does. */
function saidTogether(kept: Theme, others: readonly Theme[]): Partial<Theme> {
  const all = [kept, ...others]
  const first = <F extends 'title' | 'kind' | 'affected' | 'locality' | 'severity' | 'evidence'>(field: F) => ({
    [field]: all.find((theme) => theme[field])?.[field] ?? kept[field],
  })
  const fields = [...new Set(all.flatMap((theme) => theme.fields))].slice(0, 10)
  return {
    ...first('title'),
    ...first('kind'),
    ...first('affected'),
    ...first('locality'),
    ...first('severity'),
    ...first('evidence'),
    fields,
  }
}

function lineageOf({ id: own, cameOf }: Pick<Theme, 'id' | 'cameOf'>, others: readonly Theme[]): string[] {
  const nearest = others.map(({ id }) => id)
  const all = new Set([...cameOf, ...nearest, ...others.flatMap((theme) => theme.cameOf)])
  all.delete(own)
  return [...all].slice(0, LINEAGE_MAX)
}

function reconnect(board: Board, gone: ReadonlySet<string>, into: string): void {
  for (const { id, from, to, locked } of board.connectors.all()) {
    const isTouched = [from, to].some(({ item }) => item !== null && gone.has(item))
    if (locked || !isTouched) continue
    const led = (end: typeof from) => (end.item !== null && gone.has(end.item) ? { ...end, item: into } : end)
    const [begins, ends] = [led(from), led(to)]
    if (begins.item === ends.item) board.connectors.remove(id)
    else board.connectors.edit(id, { from: begins, to: ends })
  }
}

/** The theme that these notes can be split off from: all are in it, none is locked, and some of it would stay. */
export function splitsOff(board: Board, ids: readonly string[]): Theme | null {
  const notes = ids.flatMap((id) => board.notes.get(id) ?? [])
  const [first] = notes
  const theme = first && board.themeOf(first)
  if (!theme || theme.locked || notes.length !== ids.length) return null
  const isAll = notes.length >= board.notesOf(theme.id).length
  return isAll || notes.some((note) => note.theme !== theme.id || note.locked) ? null : theme
}

/**
 * Makes a theme of its own of some notes of a theme, beside that one. It has no title yet, and remembers what it came
 * of. Answers with its id; null where these notes can't be split off.
 */
export function splitTheme(board: Board, ids: readonly string[], author: Author): string | null {
  const from = splitsOff(board, ids)
  if (!from) return null
  const rect = board.rectOf(from.id)!
  return board.transact(() => {
    const at = moved(rect, { x: rect.width + BESIDE, y: 0 })
    const cameOf = lineageOf({ id: '', cameOf: [] }, [from])
    const theme = board.add('theme', { at: { x: at.x, y: at.y }, colour: from.colour, cameOf }, author)
    const notes = ids.flatMap((id) => board.notes.get(id) ?? [])
    for (const { id } of notes.sort(byOrder)) board.notes.edit(id, { theme })
    return theme
  })
}
