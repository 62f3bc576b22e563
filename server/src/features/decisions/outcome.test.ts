import { expect, test } from 'vitest'
import type { Voice } from '../../access/voices.ts'
import { meetsQuorum, outcomeOf, type Said, tallyOf } from './outcome.ts'

/** `c` civil, `p` public, `n` neutral, then `+` agrees, `-` objects, `0` abstains, `?` silent, `<` agreed and left. */
function room(words: string) {
  const sides = { c: 'civil', p: 'public', n: 'neutral' } as const
  const kinds = { '+': 'agree', '-': 'object', '0': 'abstain', '<': 'agree' } as const
  const said: Said[] = []
  const voices: Voice[] = []
  for (const [index, [side, sign]] of words.split(' ').filter(Boolean).entries()) {
    const voice = { organisationId: String(index), side: sides[side as keyof typeof sides] }
    if (sign !== '<') voices.push(voice)
    if (sign !== '?') said.push({ ...voice, kind: kinds[sign as keyof typeof kinds] })
  }
  return { said, voices }
}

test.each([
  ['consent', 'none', 'c+ p+', 'agreed'],
  ['consent', 'none', 'c+ p0', 'agreed'],
  ['consent', 'none', 'c+ c+ p-', 'not_agreed'],
  ['consent', 'half', 'c0 p0', 'not_agreed'],
  ['consent', 'none', 'c? p?', 'not_agreed'],
  ['consent', 'none', '', 'not_agreed'],
  ['majority', 'none', 'c+ c+ p-', 'agreed'],
  ['majority', 'none', 'c+ p-', 'not_agreed'],
  ['majority', 'half', 'c0 p0', 'not_agreed'],
  ['majority_each_side', 'none', 'c+ c+ p-', 'not_agreed'],
  ['majority_each_side', 'none', 'c+ c+ c- p+', 'agreed'],
  ['majority_each_side', 'none', 'c+ p0 n?', 'agreed'],
  ['majority_each_side', 'none', 'c+ p+ n-', 'not_agreed'],
  ['majority_each_side', 'half', 'c0 p0 n0', 'not_agreed'],
  ['consent', 'half', 'c+ p?', 'agreed'],
  ['consent', 'half', 'c+ p? p?', 'no_quorum'],
  ['consent', 'half', '', 'no_quorum'],
  ['consent', 'half_each_side', 'c+ c+ p?', 'no_quorum'],
  ['consent', 'half_each_side', 'c+ c? p+ p?', 'agreed'],
  ['consent', 'half_each_side', 'c+ c+', 'agreed'],
  ['consent', 'half_each_side', 'c0 p0', 'not_agreed'],
  ['consent', 'half', 'c< c? p?', 'no_quorum'],
  ['consent', 'half', 'c< c0 p?', 'agreed'],
  ['majority', 'half', 'c<', 'no_quorum'],
] as const)('%s with a quorum of %s: “%s” comes to %s', (rule, quorum, words, outcome) => {
  const { said, voices } = room(words)
  expect(outcomeOf({ rule, quorum }, said, voices)).toBe(outcome)
})

test('counts organisations in total and by side; one that left counts as it spoke, and is not awaited', () => {
  const { said, voices } = room('c+ c< c? p- p0 n?')
  expect(tallyOf(said, voices)).toEqual({
    all: { agree: 2, object: 1, abstain: 1, silent: 2 },
    civil: { agree: 2, object: 0, abstain: 0, silent: 1 },
    public: { agree: 0, object: 1, abstain: 1, silent: 0 },
    neutral: { agree: 0, object: 0, abstain: 0, silent: 1 },
  })
  expect(meetsQuorum('half', said, voices)).toBe(true)
})
