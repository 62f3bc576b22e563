import { type DecisionView, listDecisions, readDecision } from '@meydan/shared/contracts/decisions'
import { lookUpNamed, NAMED_MAX, type NamedRef, type NamedThing } from '@meydan/shared/contracts/named'
import { listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { useDebounceFn } from '@vueuse/core'
import { type InjectionKey, inject, onScopeDispose, provide, shallowRef, type ShallowRef } from 'vue'
import { call } from '../api.ts'
import { moreWords } from '../i18n/index.ts'
import { gathered } from '../gathered.ts'
import { onRoomTopic } from '../live.ts'

/** Those of one text come into being together, and are asked for together. */
const TOGETHER_MS = 60
const AGAIN_MS = 4_000
/** What was made a moment ago may not be known to lists yet: so long nothing is said to be gone. */
const PATIENCE_MS = 3_500
/** Decisions that are on no page of the register's beginning are read one by one, so many. */
const SINGLE_MAX = 20

/** Undefined: not known yet · null: the room doesn't have it. */
export type Known<T> = T | null | undefined

/** What texts of a room name, as it is now. Whoever shows something wants it for as long as they do. */
export type RoomThings = {
  thing: (ref: NamedRef) => Known<NamedThing>
  decision: (id: string) => Known<DecisionView>
  vote: (id: string) => Known<VoteView>
  want: (ref: NamedRef) => void
  wantDecision: (id: string) => void
  wantVote: (id: string) => void
}

const key: InjectionKey<RoomThings | null> = Symbol('things of a room')

/** Null where nothing of a room is known: then names say what they said when they were set down. */
export function useRoomThings(): RoomThings | null {
  return inject(key, null)
}

/** A text below shows its names with these; null: with nothing but what it says itself. */
export function provideRoomThings(roomId: string | null): RoomThings | null {
  const things = roomId === null ? null : makeThings(roomId)
  provide(key, things)
  return things
}

export function keyOfThing({ kind, document, record }: NamedRef): string {
  return `${kind === 'theme' ? 'note' : kind} ${document ?? ''} ${record}`
}

/** What a task became, to be named. */
export function chipOfAction({ plan, action }: { plan: string; action: string }) {
  return { kind: 'action' as const, document: plan, record: action, label: '' }
}

function makeThings(roomId: string): RoomThings {
  const named = makeStore<NamedRef, NamedThing>((refs) => namedOf(roomId, refs))
  const decisions = makeStore<string, DecisionView>((ids) => decisionsOf(roomId, ids))
  const votes = makeStore<string, VoteView>(() => votesOf(roomId))
  // Where a decision stands is said in words of the register.
  void moreWords('parts').catch(() => {})
  for (const topic of ['happenings', 'decisions', 'votes'] as const)
    onScopeDispose(onRoomTopic(roomId, topic, named.look))
  onScopeDispose(onRoomTopic(roomId, 'decisions', decisions.look))
  onScopeDispose(onRoomTopic(roomId, 'votes', votes.look))
  return {
    thing: (ref) => named.of(keyOfThing(ref)),
    decision: (id) => decisions.of(id),
    vote: (id) => votes.of(id),
    want: ({ kind, document, record }) =>
      named.want(keyOfThing({ kind, document, record }), { kind, document, record }),
    wantDecision: (id) => decisions.want(id, id),
    wantVote: (id) => votes.want(id, id),
  }
}

type Wanted<W> = { item: W; count: number; since: number }

/** Reads what is wanted, all of it at once, now and whenever it is told to look. */
function makeStore<W, T>(read: (wanted: readonly W[]) => Promise<ReadonlyMap<string, T>>) {
  const known: ShallowRef<ReadonlyMap<string, T | null>> = shallowRef(new Map())
  const wanted = new Map<string, Wanted<W>>()
  let again: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const look = gathered(async () => {
    clearTimeout(again)
    const asked = [...wanted]
    if (asked.length === 0 || isOver) return
    let isWhole = false
    try {
      const found = await read(asked.map(([, { item }]) => item))
      const late = performance.now() - PATIENCE_MS
      const answers = asked.filter(([name, { since }]) => found.has(name) || known.value.has(name) || since < late)
      known.value = new Map(answers.map(([name]) => [name, found.get(name) ?? null]))
      isWhole = answers.length === asked.length
    } catch {
      // What is shown stays; it may be of a moment ago.
    }
    if (!isOver && !isWhole) again = setTimeout(() => void look(), AGAIN_MS)
  })
  const lookSoon = useDebounceFn(() => void look(), TOGETHER_MS)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(again)
  })

  function letGo(name: string): void {
    const now = wanted.get(name)
    if (now && now.count > 1) wanted.set(name, { ...now, count: now.count - 1 })
    else wanted.delete(name)
  }
  return {
    look: () => void look(),
    of: (name: string) => known.value.get(name),
    want(name: string, item: W) {
      const entry = wanted.get(name) ?? { item, count: 0, since: performance.now() }
      wanted.set(name, { ...entry, count: entry.count + 1 })
      if (!known.value.has(name)) void lookSoon()
      onScopeDispose(() => letGo(name))
    },
  }
}

async function namedOf(roomId: string, refs: readonly NamedRef[]): Promise<Map<string, NamedThing>> {
  const found = new Map<string, NamedThing>()
  for (let at = 0; at < refs.length; at += NAMED_MAX) {
    const wanted = refs.slice(at, at + NAMED_MAX)
    const { named } = await call(lookUpNamed, { params: { roomId }, body: { wanted } })
    for (const one of named) found.set(keyOfThing(one), one)
  }
  return found
}

async function decisionsOf(roomId: string, ids: readonly string[]): Promise<Map<string, DecisionView>> {
  const page = await call(listDecisions, { params: { roomId }, query: {} })
  const found = new Map(page.decisions.map((one) => [one.id, one]))
  if (page.next === null) return found
  const others = ids.filter((id) => !found.has(id)).slice(0, SINGLE_MAX)
  const read = others.map((decisionId) => call(readDecision, { params: { roomId, decisionId } }).catch(() => null))
  for (const answer of await Promise.all(read)) if (answer) found.set(answer.decision.id, answer.decision)
  return found
}

async function votesOf(roomId: string): Promise<Map<string, VoteView>> {
  const { votes } = await call(listVotes, { params: { roomId } })
  return new Map(votes.map((vote) => [vote.id, vote]))
}
