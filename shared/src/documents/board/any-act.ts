import { fieldsOfWork, type Side } from '../../words.ts'
import { align, distribute, pile, toggleStamp } from './arrange.ts'
import type { Author, Board, ItemPatch } from './board.ts'
import { clipOf, pasteClip } from './clip.ts'
import { writePoints } from './ink.ts'
import { mergeThemes, splitTheme } from './lineage.ts'
import { gatherInto, moveItems, removeItems, resizeItem } from './moving.ts'
import { park } from './parking.ts'
import {
  frameKinds,
  inkColours,
  type ItemKind,
  noteColours,
  noteKinds,
  type Point,
  shapeForms,
  stampSigns,
} from './records.ts'
import { cluster, clusterTogether, ungroup } from './themes.ts'

/** Random choices that can be repeated. */
export type Chance = { below: (limit: number) => number; pick: <T>(from: readonly T[]) => T }

/** Mulberry32: the same seed is always the same run. */
export function chanceFrom(seed: number): Chance {
  let state = seed
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return { below, pick: (from) => from[below(from.length)]! }
}

const WORDS = ['toplantı', 'أولوية', 'housing 🌱', '\n', 'wer macht das?', 'x', '😀', '']
/** Further out nobody's objects come to lie, however long the run. */
const SPREAD = 4_000

export type Actor = {
  chance: Chance
  author: Author
  mayLock?: boolean
  /** What they keep to; everything on the board unless given. */
  isTheirs?: (id: string) => boolean
}

/** For tests: one act, any of those a board knows, as the client does it. Answers with its name. */
export function actAtRandom(board: Board, actor: Actor): string {
  const acts = [...Object.entries(actsOn(board, actor)), ...(actor.mayLock ? [locking(board, actor)] : [])]
  const [name, act] = actor.chance.pick(acts)
  act()
  return name
}

function locking(board: Board, { chance }: Actor): [string, () => unknown] {
  const ids = board.items().map(({ id }) => id)
  return ['setLocked', () => ids.length > 0 && board.setLocked([chance.pick(ids)], chance.below(3) > 0)]
}

function actsOn(board: Board, actor: Actor): Record<string, () => unknown> {
  const { chance, author, isTheirs = () => true } = actor
  const { below, pick } = chance
  const ids = (type?: ItemKind) =>
    board
      .items(type)
      .map(({ id }) => id)
      .filter(isTheirs)
  const point = (): Point => ({ x: below(SPREAD) - SPREAD / 2, y: below(SPREAD) - SPREAD / 2 })
  const size = () => ({ width: 40 + below(1_500), height: 40 + below(1_500) })
  const some = (from: readonly string[]) => from.filter(() => below(4) === 0)
  const one = (from: readonly string[]) => (from.length > 0 ? [pick(from)] : [])
  const end = () => ({ item: one(ids()).find(() => below(3) > 0) ?? null, at: point() })
  const each = (from: readonly string[], act: (id: string) => unknown) => one(from).forEach(act)
  return {
    addNotes: () =>
      board.addNotes(
        Array.from({ length: 1 + below(4) }, () => ({ at: point(), text: pick(WORDS) })),
        author,
      ),
    addNotesInto: () =>
      board.addNotes([{ at: point(), frame: one(ids('frame'))[0], theme: one(ids('theme'))[0], text: 'in' }], author),
    addTheme: () => board.add('theme', { at: point(), title: pick(WORDS), kind: pick(noteKinds) }, author),
    addShape: () => board.add('shape', { at: point(), form: pick(shapeForms), size: size() }, author),
    addStroke: () => {
      const points = Array.from({ length: below(9) }, () => ({ ...point(), pressure: below(10) / 9 }))
      board.add('stroke', { at: point(), points: writePoints(points), width: 1 + below(40) }, author)
    },
    addPicture: () => board.add('picture', { at: point(), file: `file-${below(9)}`, alt: pick(WORDS) }, author),
    addConnector: () => board.addConnector({ from: end(), to: end(), label: pick(WORDS) }, author),
    addFrame: () => board.addFrame({ at: point(), size: size(), title: pick(WORDS), kind: pick(frameKinds) }),
    write: () => each([...ids('note'), ...ids('shape')], (id) => write(board, id, chance)),
    edit: () => board.edit(some(ids()), patch(chance)),
    moveItems: () => moveItems(board, new Map(some(ids()).map((id) => [id, point()]))),
    moveTogether: () => {
      const by = point()
      const chosen = some(ids()).map((id) => [id, board.rectOf(id)!] as const)
      moveItems(
        board,
        new Map(chosen.map(([id, { x, y }]) => [id, { x: (x + by.x) % SPREAD, y: (y + by.y) % SPREAD }])),
      )
    },
    resizeItem: () => each(ids(), (id) => resizeItem(board, id, point(), size())),
    gatherInto: () => each(ids('frame'), (id) => gatherInto(board, id)),
    removeItems: () => removeItems(board, below(2) ? some(ids()) : one(ids())),
    cluster: () =>
      each([...ids('note'), ...ids('theme')], (onto) => cluster(board, some(ids('note')), onto, author, below(4))),
    clusterTogether: () => clusterTogether(board, some(ids('note')), author),
    ungroup: () => each(ids('theme'), (id) => ungroup(board, id)),
    mergeThemes: () => each(ids('theme'), (into) => mergeThemes(board, some(ids('theme')), into)),
    splitTheme: () =>
      each(ids('theme'), (id) => {
        const notes = board.notesOf(id).map((note) => note.id)
        splitTheme(board, some(notes.filter(isTheirs)), author)
      }),
    pile: () => pile(board, some(ids()), pick(['above', 'below'])),
    align: () => align(board, some(ids()), pick(['left', 'centre', 'right', 'top', 'middle', 'bottom'])),
    distribute: () => distribute(board, some(ids()), pick(['across', 'down'])),
    toggleStamp: () => each(ids(), (id) => toggleStamp(board, id, pick(stampSigns), author)),
    park: () => park(board, some(ids()), pick(WORDS)),
    pasteClip: () => {
      const chosen = one(ids())
      if (below(3) === 0) pasteClip(board, clipOf(board, chosen, 'document'), { by: { x: 20, y: 20 }, author })
    },
  }
}

function write(board: Board, id: string, { below, pick }: Chance): void {
  const text = [...board.textOf(id)]
  const at = below(text.length + 1)
  board.write(id, [...text.slice(0, at), below(3) ? pick(WORDS) : '', ...text.slice(at + below(6))].join(''))
}

function patch({ below, pick }: Chance): ItemPatch {
  return pick<ItemPatch>([
    { colour: pick(noteColours) },
    { colour: null },
    { kind: pick([...noteKinds, ...frameKinds, null]) },
    { title: pick(WORDS) },
    { affected: pick(WORDS) },
    { fields: [pick(fieldsOfWork)] },
    { locality: pick(WORDS) },
    { severity: pick([1, 3, 5, null]) },
    { evidence: 'https://example.org/rapor' },
    { form: pick(shapeForms) },
    { ink: pick(inkColours) },
    { width: 1 + below(48) },
    { label: pick(WORDS) },
    { arrow: pick(['none', 'end', 'both']) },
    { alt: pick(WORDS) },
    { table: pick(['table 1', null]) },
  ])
}

/** For tests: who acts, by number. */
export function authorNumber(number: number): Author {
  return { seat: `seat ${number}`, side: (['civil', 'public', 'neutral'] as Side[])[number % 3]! }
}
