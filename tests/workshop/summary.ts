import type { SummaryView } from '@meydan/shared/contracts/summary'
import { expect } from 'vitest'
import type { Ledger } from './ledger.ts'
import { countSides } from './ledger.ts'
import type { Led } from './meeting.ts'
import type { Client, House } from './people.ts'

type Given = { house: House; ledger: Ledger; led: Led; client: Client; speaking: Speaking }
/** Who had the word, and for at least and at most so many seconds. */
export type Speaking = { speaker: Client; least: number; most: number }

/** Every number of a summary against the ledger's. */
export function expectSummary(summary: SummaryView, given: Given): void {
  const { house, ledger, client } = given
  expect(summary.meeting).toMatchObject({ state: 'ended', roomName: 'Ortak oda' })
  expectAttendance(summary, given)
  expectSteps(summary, given)
  const themes = summary.themes.map(({ title, notes, bySide }) => ({ title, notes, bySide }))
  expect(themes.sort(byTitle), client.name).toEqual(expectedThemes(ledger).sort(byTitle))
  expect(summary.themes.every(({ documentId }) => documentId === house.boardId)).toBe(true)
  expect(summary.notes).toEqual(ledger.allNotes())
  expectVotes(summary, given)
  const tables = [...ledger.tables].map(([id, people]) => {
    const notes = ledger.atTables.filter(({ table }) => table === id).length
    return { id, people: people.length, notes, notesMerged: notes }
  })
  expect(summary.tables.map(({ name: _, ...table }) => table)).toEqual(tables)
  const { asked, answered } = ledger.questions
  expect(summary.questions).toMatchObject({ asked, answered })
  expect(summary.questions.list.map(({ pinned, answer }) => [pinned, answer !== ''])).toEqual([
    [true, false],
    [false, true],
  ])
  expectBalance(summary, given)
}

function expectAttendance({ attendance }: SummaryView, { house, ledger, client }: Given): void {
  const { bySide, organisations } = ledger.attendance()
  expect(attendance.bySide).toEqual(bySide)
  expect(attendance.organisations.map(({ name, people }) => ({ name, people })).sort(byName)).toEqual(
    organisations.sort(byName),
  )
  const leads = client === house.leader || client === house.other
  const present = attendance.seats?.filter(({ counted }) => counted).map(({ seatId }) => seatId)
  expect(present?.sort(), 'names only for those who lead').toEqual(
    leads ? house.everyone.map(({ seatId }) => seatId).sort() : undefined,
  )
}

function expectSteps({ steps, writing }: SummaryView, { led, ledger }: Given): void {
  expect(steps.map(({ mode, skipped }) => (skipped ? `${mode}, skipped` : mode))).toEqual([
    ...['write', 'reveal', 'cluster', 'break, skipped', 'vote', 'discuss', 'decide'],
  ])
  for (const { id, mode, tookSeconds } of steps) {
    const took = led.took(id)
    if (took === null) {
      expect(tookSeconds, mode).toBeNull()
      continue
    }
    expect(tookSeconds, mode).toBeGreaterThanOrEqual(took.least)
    expect(tookSeconds, mode).toBeLessThanOrEqual(took.most)
  }
  const writers = new Set(ledger.secret.map(({ author }) => author)).size
  const round = { stepId: led.stepOf('write'), writers, people: 25, notes: ledger.secret.length }
  expect(writing.rounds).toEqual([round])
}

function expectedThemes(ledger: Ledger) {
  const filled = ledger.themes()
  const empty = ledger.themeTitles.filter((title) => !filled.some((theme) => theme.title === title))
  return [...filled, ...empty.map((title) => ({ title, notes: 0, bySide: countSides([]) }))]
}

function expectVotes({ votes, decisions }: SummaryView, { ledger }: Given): void {
  expect(votes.map(({ kind }) => kind)).toEqual(['dots', 'positions'])
  const [dots, stances] = votes as [(typeof votes)[0], (typeof votes)[0]]
  expect(dots).toMatchObject({ voters: ledger.voters(ledger.dots), eligible: ledger.eligible() })
  expect(stances).toMatchObject({ voters: ledger.voters(ledger.stances), eligible: ledger.eligible() })
  expect(dots.options.map(({ label }) => label).sort()).toEqual([...ledger.themeTitles].sort())
  for (const option of dots.options) expect(option.dots, option.label).toEqual(ledger.dotsOn(option.label))
  for (const option of stances.options) {
    for (const position of ['agree', 'object', 'abstain'] as const) {
      expect(option[position], `${option.label}: ${position}`).toEqual(ledger.saying(option.label, position))
    }
  }
  for (const { byProxy, label } of [...dots.options, ...stances.options]) expect(byProxy, label).toBe(0)
  expect(decisions.map(({ label, outcome }) => [label, outcome])).toEqual(
    stances.options.map(({ label }) => [label, ledger.outcomeOf(label)]),
  )
}

function expectBalance({ balance }: SummaryView, { ledger, speaking }: Given): void {
  const expected = ledger.balance()
  const { speaker, least, most } = speaking
  const seconds = <T extends { speakingSeconds: number }>(all: readonly T[], isTheirs: (one: T) => boolean) => {
    for (const one of all) {
      expect(one.speakingSeconds).toBeGreaterThanOrEqual(isTheirs(one) ? least : 0)
      expect(one.speakingSeconds).toBeLessThanOrEqual(isTheirs(one) ? most : 0)
    }
  }
  const sides = balance.sides.map(({ side, people, notes, voters }) => ({ side, people, notes, voters }))
  expect(sides).toEqual(expected.sides)
  const organisations = balance.organisations.map(({ name, people, notes }) => ({ name, people, notes }))
  expect(organisations.sort(byName)).toEqual(expected.organisations.sort(byName))
  expect(balance.anonymousNotes).toBe(expected.anonymousNotes)
  expect(balance.speakingCounted).toBe(true)
  seconds(balance.sides, ({ side }) => side === speaker.side)
  seconds(balance.organisations, ({ name }) => name === speaker.organisation)
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1
}

function byTitle(one: { title: string }, other: { title: string }): number {
  return one.title < other.title ? -1 : 1
}
