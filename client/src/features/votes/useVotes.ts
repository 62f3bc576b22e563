import { listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { computed, type InjectionKey, inject, onScopeDispose, provide, watch } from 'vue'
import { call, useErrorText } from '../../api.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { heardServerTime, serverNow } from '../../workshop/server-clock.ts'
import { useTopic } from '../../workshop/useTopic.ts'

/** `setTimeout` counts in 32 bits; a deadline in a month is looked at again later. */
const LONGEST_WAIT_MS = 2 ** 31 - 1
/** The server closes at its own deadline: asked a moment too early, it would still be open. */
const AFTER_MS = 400

export type Votes = ReturnType<typeof makeVotes>
const key: InjectionKey<Votes> = Symbol('votes')

export function useVotes(): Votes {
  const votes = inject(key)
  if (!votes) throw new Error('A part of the votes was used outside them')
  return votes
}

/** A room's votes as the caller sees them, and what can be done with them. Made once, by the panel. */
export function provideVotes(): Votes {
  const votes = makeVotes()
  provide(key, votes)
  return votes
}

function makeVotes() {
  const { room, may } = useWorkshop()
  const toasts = useToasts()
  const errorText = useErrorText()
  const roomId = room.value.id
  const topic = useTopic(roomId, 'votes', async () => {
    const askedAt = performance.now()
    const answer = await call(listVotes, { params: { roomId } })
    heardServerTime(Date.parse(answer.now), askedAt)
    return answer
  })
  const all = computed(() => topic.data.value?.votes ?? [])

  function adopt(vote: VoteView): void {
    const known = topic.data.value
    if (!known) return
    const isNew = known.votes.every(({ id }) => id !== vote.id)
    const votes = isNew ? [vote, ...known.votes] : known.votes.map((each) => (each.id === vote.id ? vote : each))
    topic.adopt({ ...known, votes })
  }

  /** Carries out an act and shows what came of it; false where it failed, which is said. */
  async function act(work: () => Promise<{ vote: VoteView } | object>): Promise<boolean> {
    try {
      const answer = await work()
      if ('vote' in answer) adopt(answer.vote)
      else await topic.reload()
      return true
    } catch (error) {
      toasts.fail(errorText(error))
      void topic.reload()
      return false
    }
  }

  reloadAtDeadlines(all, topic.reload)
  return { all, error: topic.error, loading: topic.loading, reload: topic.reload, adopt, act, may, roomId }
}

function reloadAtDeadlines(all: { readonly value: readonly VoteView[] }, reload: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = computed(() =>
    Math.min(
      ...all.value.flatMap(({ state, deadline }) => (state === 'open' && deadline ? [Date.parse(deadline)] : [])),
    ),
  )
  watch(
    next,
    (at) => {
      clearTimeout(timer)
      if (!Number.isFinite(at)) return
      timer = setTimeout(() => void reload(), Math.min(LONGEST_WAIT_MS, Math.max(0, at - serverNow()) + AFTER_MS))
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
