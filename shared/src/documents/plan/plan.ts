import type * as Y from 'yjs'
import type { Side } from '../../words.ts'
import { Collection, type RecordRoot } from '../collection.ts'
import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import { lengthOf, type RichBlock, readRich, wordsOf } from '../rich-text/read.ts'
import { isRichText } from '../rich-text/schema.ts'
import { appendRich, blocksOfPlain, fromPlain, fromRich, writePlain } from '../rich-text/write.ts'
import { Action, Check, DESCRIPTION_HOLDS, DESCRIPTION_MAX, Goal, Replanning, Source } from './records.ts'

/** Marks writes made through a Plan here, so that undo takes back one's own acts only. */
export const PLAN_EDIT = Symbol('plan edit')

/** Whose act it is: what new records say about their author. */
export type Author = { seat: string | null; side: Side }

type Made = 'id' | 'order' | 'seat' | 'side' | 'createdAt'
export type NewSource = Pick<Source, 'kind' | 'document' | 'record'>
/** `checks`: the lines of its list; what isn't given is as the schema has it. */
export type NewAction = Partial<Omit<Action, Made>> & {
  /** Plain words, with a line for each paragraph, or what `descriptionBlocksOf` says of another one. */
  description?: string | readonly RichBlock[]
  sources?: readonly NewSource[]
  checks?: readonly { text: string; done?: boolean }[]
}
export type ActionPatch = Partial<Omit<Action, Made>>
/** Where something goes: before the record of this id, or last. */
export type Before = string | null

/** The only writer of plan documents: reading one, and its writes, each one transaction. */
export class Plan {
  readonly doc: Y.Doc
  readonly goals: Collection<Goal>
  readonly actions: Collection<Action>
  readonly checks: Collection<Check>
  readonly sources: Collection<Source>
  readonly replannings: Collection<Replanning>
  readonly texts: Y.Map<unknown>
  readonly #checks: ByAction<Check>
  readonly #sources: ByAction<Source>
  readonly #replannings: ByAction<Replanning>

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.goals = new Collection(doc.getMap('goals') as RecordRoot, Goal)
    this.actions = new Collection(doc.getMap('actions') as RecordRoot, Action)
    this.checks = new Collection(doc.getMap('checks') as RecordRoot, Check)
    this.sources = new Collection(doc.getMap('sources') as RecordRoot, Source)
    this.replannings = new Collection(doc.getMap('replannings') as RecordRoot, Replanning)
    this.texts = doc.getMap('texts')
    this.#checks = new ByAction(this.checks, byOrder)
    this.#sources = new ByAction(this.sources, byMaking)
    this.#replannings = new ByAction(this.replannings, byMaking)
  }

  /** Root types whose changes undo and redo follow. */
  get undoScope(): Y.AbstractType<unknown>[] {
    const roots = ['goals', 'actions', 'checks', 'sources', 'replannings', 'texts']
    return roots.map((root) => this.doc.getMap(root) as Y.AbstractType<unknown>)
  }

  transact<T>(write: () => T): T {
    return this.doc.transact(write, PLAN_EDIT)
  }

  orderedGoals(): Goal[] {
    return this.goals.all().sort(byOrder)
  }

  /** The actions of a goal in their order; of null, those of no goal or of one that is gone. */
  actionsOf(goal: string | null): Action[] {
    const isIn = goal
      ? (action: Action) => action.goal === goal
      : (action: Action) => !action.goal || !this.goals.has(action.goal)
    return this.actions.all().filter(isIn).sort(byOrder)
  }

  checksOf(action: string): readonly Check[] {
    return this.#checks.of(action)
  }

  sourcesOf(action: string): readonly Source[] {
    return this.#sources.of(action)
  }

  /** Why its end was moved, the first time first. */
  replanningsOf(action: string): readonly Replanning[] {
    return this.#replannings.of(action)
  }

  /** What it is about, as words alone. */
  descriptionOf(action: string): string {
    return wordsOf(this.texts.get(action))
  }

  /**
   * What it is about with its headings, lists and marks, for an editor or a renderer. Null where nobody has written
   * anything rich: a page from before there was rich text had it open, offline. See `enrich`.
   */
  richDescriptionOf(action: string): Y.XmlFragment | null {
    const text = this.texts.get(action)
    return isRichText(text) ? text : null
  }

  /** The same as plain data. */
  descriptionBlocksOf(action: string): RichBlock[] {
    const text = this.richDescriptionOf(action)
    return text ? readRich(text) : blocksOfPlain(this.descriptionOf(action))
  }

  /** The rich text itself, made of plain words where there is none yet; null for an action that is gone. */
  enrich(action: string): Y.XmlFragment | null {
    if (!this.actions.has(action)) return null
    const known = this.richDescriptionOf(action)
    if (known) return known
    return this.transact(() => {
      const made = fromPlain(this.descriptionOf(action))
      this.texts.set(action, made)
      return made
    })
  }

  addGoal(title: string, before: Before = null): string {
    return this.transact(() => {
      const id = crypto.randomUUID()
      this.goals.create({ id, title, order: keyBefore(this.orderedGoals(), before) })
      return id
    })
  }

  renameGoal(id: string, title: string): void {
    this.transact(() => this.goals.edit(id, { title }))
  }

  moveGoal(id: string, before: Before): void {
    if (id === before) return
    const others = this.orderedGoals().filter((goal) => goal.id !== id)
    this.transact(() => this.goals.edit(id, { order: keyBefore(others, before) }))
  }

  /** The actions under it stay, and are of no goal from then on. */
  removeGoal(id: string): void {
    this.transact(() => this.goals.remove(id))
  }

  /** Adds actions one after the other, at the end of their goals or before another one. Answers with their ids. */
  addActions(actions: readonly NewAction[], author: Author, before: Before = null): string[] {
    return this.transact(() => {
      const last = this.actions.all().sort(byOrder)
      const [low, high] = neighbours(last, before)
      const keys = keysBetween(low, high, actions.length)
      return actions.map((action, index) => this.#add(action, keys[index]!, author))
    })
  }

  #add({ description = '', sources, checks, ...given }: NewAction, order: string, author: Author): string {
    const id = crypto.randomUUID()
    const made = { ...author, createdAt: Date.now() }
    this.actions.create(Action.parse({ ...given, ...made, id, order }))
    this.texts.set(
      id,
      typeof description === 'string' ? fromPlain(description.slice(0, DESCRIPTION_MAX)) : fromRich(description),
    )
    for (const source of sources ?? []) {
      this.sources.create(Source.parse({ ...source, ...made, id: crypto.randomUUID(), action: id }))
    }
    const keys = keysBetween(null, null, checks?.length ?? 0)
    checks?.forEach(({ text, done = false }, index) => {
      this.checks.create({ id: crypto.randomUUID(), action: id, order: keys[index]!, text, done })
    })
    return id
  }

  edit(id: string, patch: ActionPatch): void {
    this.transact(() => this.actions.edit(id, patch))
  }

  /** Under another goal, or elsewhere under its own. */
  moveAction(id: string, goal: string | null, before: Before): void {
    if (id === before) return
    const others = this.actions
      .all()
      .filter((action) => action.id !== id)
      .sort(byOrder)
    this.transact(() => this.actions.edit(id, { goal, order: keyBefore(others, before) }))
  }

  /** With its words, its list, its sources and the reasons; what waited for it waits no more. */
  removeActions(ids: readonly string[]): void {
    const gone = new Set(ids)
    this.transact(() => {
      for (const held of [this.checks, this.sources, this.replannings] as const) {
        for (const { id, action } of held.all()) if (gone.has(action)) held.remove(id)
      }
      for (const { id, after } of this.actions.all()) {
        const kept = after.filter((other) => !gone.has(other))
        if (!gone.has(id) && kept.length < after.length) this.actions.edit(id, { after: kept })
      }
      for (const id of gone) {
        this.actions.remove(id)
        this.texts.delete(id)
      }
    })
  }

  /**
   * Writes what an action is about, as plain words; lines that stay what they were keep their marks. Longer words than
   * DESCRIPTION_MAX are refused (false).
   */
  describe(id: string, words: string): boolean {
    if (words.length > DESCRIPTION_MAX || !this.actions.has(id)) return false
    this.transact(() => {
      const text = this.richDescriptionOf(id)
      if (text) writePlain(text, words)
      else this.texts.set(id, fromPlain(words))
    })
    return true
  }

  /** Puts blocks at the end of what an action is about, as far as there is room. */
  describeFurther(id: string, blocks: readonly RichBlock[]): void {
    this.transact(() => {
      const text = this.enrich(id)
      if (!text) return
      for (const block of blocks) {
        appendRich(text, [block])
        if (lengthOf(text) <= DESCRIPTION_HOLDS) continue
        text.delete(text.length - 1)
        return
      }
    })
  }

  addCheck(action: string, text: string): string | null {
    if (!this.actions.has(action)) return null
    return this.transact(() => {
      const id = crypto.randomUUID()
      this.checks.create({ id, action, order: keyBefore(this.checksOf(action), null), text, done: false })
      return id
    })
  }

  editCheck(id: string, patch: Partial<Pick<Check, 'text' | 'done'>>): void {
    this.transact(() => this.checks.edit(id, patch))
  }

  moveCheck(id: string, before: Before): void {
    const check = this.checks.get(id)
    if (!check || id === before) return
    const others = this.checksOf(check.action).filter((other) => other.id !== id)
    this.transact(() => this.checks.edit(id, { order: keyBefore(others, before) }))
  }

  removeCheck(id: string): void {
    this.transact(() => this.checks.remove(id))
  }

  /** One that it has already isn't added again. */
  addSources(action: string, sources: readonly NewSource[], author: Author): void {
    const known = new Set(this.sourcesOf(action).map(sameSource))
    this.transact(() => {
      for (const source of sources) {
        if (known.has(sameSource(source))) continue
        known.add(sameSource(source))
        const made = { ...author, id: crypto.randomUUID(), action, createdAt: Date.now() }
        this.sources.create(Source.parse({ ...source, ...made }))
      }
    })
  }

  removeSource(id: string): void {
    this.transact(() => this.sources.remove(id))
  }
}

/** The records of a collection by the action they belong to: every row of a table asks for its own. */
class ByAction<R extends { id: string; action: string }> {
  readonly #records: Collection<R>
  readonly #order: (a: R, b: R) => number
  #revision = -1
  #held = new Map<string, R[]>()

  constructor(records: Collection<R>, order: (a: R, b: R) => number) {
    this.#records = records
    this.#order = order
  }

  of(action: string): readonly R[] {
    if (this.#revision !== this.#records.revision) {
      this.#held = Map.groupBy(this.#records.all().sort(this.#order), (record) => record.action)
      this.#revision = this.#records.revision
    }
    return this.#held.get(action) ?? []
  }
}

export function sameSource({ kind, document, record }: Pick<Source, 'kind' | 'document' | 'record'>): string {
  return `${kind} ${document ?? ''} ${record}`
}

type Ordered = { id: string; order: string }

/** The keys between which something comes that is to stand before another record, or last. */
function neighbours(sorted: readonly Ordered[], before: Before): [string | null, string | null] {
  const keyed = sorted.filter(({ order }) => isOrderKey(order))
  const index = before === null ? -1 : keyed.findIndex(({ id }) => id === before)
  if (index < 0) return [keyed.at(-1)?.order ?? null, null]
  const next = keyed[index]!.order
  // Two that were given the same key at once: what comes between them can only come before both.
  return [keyed.findLast(({ order }) => order < next)?.order ?? null, next]
}

function keyBefore(sorted: readonly Ordered[], before: Before): string {
  return keysBetween(...neighbours(sorted, before), 1)[0]!
}

function byMaking(a: { createdAt: number; id: string }, b: { createdAt: number; id: string }): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}
