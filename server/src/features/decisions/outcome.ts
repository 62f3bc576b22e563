import type {
  DecisionRule,
  DecisionTally,
  decisionStates,
  Quorum,
  StanceCounts,
  StanceKind,
} from '@meydan/shared/contracts/decisions'
import { type Side, sides } from '@meydan/shared/words'
import type { Voice } from '../../access/voices.ts'

/** What an organisation said last. */
export type Said = Voice & { kind: StanceKind }
export type Outcome = Extract<(typeof decisionStates)[number], 'agreed' | 'not_agreed' | 'no_quorum'>

const none = (): StanceCounts => ({ agree: 0, object: 0, abstain: 0, silent: 0 })

/** Who may speak and hasn't. */
export function awaitedOf(said: readonly Said[], voices: readonly Voice[]): Voice[] {
  const heard = new Set(said.map(({ organisationId }) => organisationId))
  return voices.filter(({ organisationId }) => !heard.has(organisationId))
}

/** How many organisations said what. The word of one that has left since counts. */
export function tallyOf(said: readonly Said[], voices: readonly Voice[]): DecisionTally {
  const tally: DecisionTally = { all: none(), civil: none(), public: none(), neutral: none() }
  const add = (side: Side, what: keyof StanceCounts) => {
    tally.all[what] += 1
    tally[side][what] += 1
  }
  for (const { side, kind } of said) add(side, kind)
  for (const { side } of awaitedOf(said, voices)) add(side, 'silent')
  return tally
}

/**
 * Whether enough organisations have spoken, of those that may now: who left is in neither number. A side without
 * organisations hinders nobody; where there are none at all, too few have spoken.
 */
export function meetsQuorum(quorum: Quorum, said: readonly Said[], voices: readonly Voice[]): boolean {
  if (quorum === 'none') return true
  const silent = new Set(awaitedOf(said, voices))
  const isHalf = (of: readonly Voice[]) => of.filter((voice) => !silent.has(voice)).length * 2 >= of.length
  if (voices.length === 0) return false
  if (quorum === 'half') return isHalf(voices)
  return sides.every((side) => isHalf(voices.filter((voice) => voice.side === side)))
}

/** What a proposal comes to when its time is over. */
export function outcomeOf(
  { rule, quorum }: { rule: DecisionRule; quorum: Quorum },
  said: readonly Said[],
  voices: readonly Voice[],
): Outcome {
  if (!meetsQuorum(quorum, said, voices)) return 'no_quorum'
  return passes(rule, tallyOf(said, voices)) ? 'agreed' : 'not_agreed'
}

function passes(rule: DecisionRule, tally: DecisionTally): boolean {
  const { all } = tally
  if (rule === 'consent') return all.object === 0 && all.agree > 0
  if (rule === 'majority') return all.agree > all.object
  const speaking = sides.map((side) => tally[side]).filter(({ agree, object }) => agree + object > 0)
  return speaking.length > 0 && speaking.every(({ agree, object }) => agree > object)
}
