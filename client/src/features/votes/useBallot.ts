import { castDots, castPosition, type Position, type VoteView } from '@meydan/shared/contracts/votes'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import { ApiError, call, useErrorText } from '../../api.ts'
import { useToasts } from '../../ui/toasts.ts'
import type { Votes } from './useVotes.ts'

type Choice = { dots: number } | { position: Position | null; reason: string }

const AGAIN_MS = 4_000

/** Vote → what isn't confirmed yet: it outlives the panel, which may be closed while the network is away. */
const unconfirmed = new Map<string, Map<string, Choice>>()

function pendingOf(voteId: string): Map<string, Choice> {
  const known = unconfirmed.get(voteId) ?? shallowReactive(new Map<string, Choice>())
  unconfirmed.set(voteId, known)
  return known
}

/**
 * The own ballot of one vote: shown at once as one chose it, sent option by option, and sent again while the server
 * can't be reached. What the server refuses is taken back, and said.
 */
export function useBallot(votes: Votes, vote: () => VoteView) {
  const toasts = useToasts()
  const errorText = useErrorText()
  const pending = pendingOf(vote().id)
  const isAway = shallowRef(false)
  const sending = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const params = () => ({ roomId: votes.roomId, voteId: vote().id })

  async function send(optionId: string): Promise<void> {
    if (sending.has(optionId)) return
    sending.add(optionId)
    const choice = pending.get(optionId)!
    try {
      const body = { optionId, ...choice }
      const answer =
        'dots' in body
          ? await call(castDots, { params: params(), body })
          : await call(castPosition, { params: params(), body })
      isAway.value = false
      // Chosen anew meanwhile: that is still to be sent.
      if (pending.get(optionId) === choice) pending.delete(optionId)
      votes.adopt(answer.vote)
    } catch (error) {
      if (error instanceof ApiError && ['offline', 'unavailable', 'busy'].includes(error.code)) {
        isAway.value = true
        clearTimeout(timer)
        timer = setTimeout(sendAll, AGAIN_MS)
      } else {
        pending.delete(optionId)
        toasts.fail(errorText(error))
        void votes.reload()
      }
    } finally {
      sending.delete(optionId)
      if (pending.has(optionId) && !isAway.value) void send(optionId)
    }
  }

  function sendAll(): void {
    for (const optionId of pending.keys()) void send(optionId)
  }

  sendAll()
  useEventListener(window, 'online', sendAll)
  onScopeDispose(() => clearTimeout(timer))

  function choose(optionId: string, choice: Choice): void {
    pending.set(optionId, choice)
    void send(optionId)
  }

  const dotsOn = (optionId: string): number => {
    const choice = pending.get(optionId)
    return choice && 'dots' in choice ? choice.dots : (vote().mine?.dots[optionId] ?? 0)
  }
  const positionOn = (optionId: string): { position: Position | null; reason: string } => {
    const choice = pending.get(optionId)
    return choice && 'position' in choice
      ? choice
      : (vote().mine?.positions[optionId] ?? { position: null, reason: '' })
  }

  const left = computed(() => {
    const { mine, options } = vote()
    if (!mine) return 0
    const given = options.filter(({ hidden }) => !hidden).reduce((sum, { id }) => sum + dotsOn(id), 0)
    const known = Object.values(mine.dots).reduce((sum, dots) => sum + dots, 0)
    return mine.left + known - given
  })

  return {
    isAway,
    isPending: computed(() => pending.size > 0),
    left,
    dotsOn,
    positionOn,
    setDots: (optionId: string, dots: number) => choose(optionId, { dots }),
    setPosition: (optionId: string, position: Position | null, reason: string) =>
      choose(optionId, { position, reason }),
  }
}
