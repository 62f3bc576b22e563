import { castDots, castPosition, type Position, positions, type VoteView } from '@meydan/shared/contracts/votes'
import { deleteDraft, putDraft } from '@meydan/shared/contracts/writing'
import { Board } from '@meydan/shared/documents/board/board'
import { cluster } from '@meydan/shared/documents/board/themes'
import { expect } from 'vitest'
import type { SyncClient } from '../support/client.ts'
import type { Random } from '../support/seed.ts'
import { until } from '../support/until.ts'
import type { Ledger, Written } from './ledger.ts'
import type { Client } from './people.ts'

export const BUDGET = 3
export const MOST_PER_OPTION = 2
const SLOW = { timeout: 30_000 }

/** Words nobody else writes, with letters that encodings like to change. */
export function marker(random: Random, kind: string): string {
  return `${kind} ğışمياه ${random.below(2 ** 31).toString(36)}${random.below(2 ** 31).toString(36)}`
}

export async function taken({ frames }: SyncClient): Promise<void> {
  await until(() => frames.sent > 0 && frames.acked === frames.sent, SLOW)
}

/** One to four notes, some changed and one in five thought better of. Answers with the words that must not get out. */
export async function writePrivately(client: Client, { random, stepId, ledger }: Given): Promise<string[]> {
  const words: string[] = []
  for (let left = 1 + random.below(4); left > 0; left--) {
    const params = { roomId: client.roomId, stepId, noteId: crypto.randomUUID() }
    const text = marker(random, 'GİZLİ')
    await client.call(putDraft, { params, body: { text: `${text} ilk` } })
    await client.call(putDraft, { params, body: { text } })
    words.push(text)
    if (random.below(5) === 0) await client.call(deleteDraft, { params })
    else ledger.secret.push({ author: client, text, theme: null, table: null })
  }
  return words
}
type Given = { random: Random; stepId: string; ledger: Ledger }

/** Each of these makes a theme, and puts its share of what was revealed into anybody's; a tenth stays outside. */
export async function clusterNotes(people: readonly Client[], { random, ledger }: Omit<Given, 'stepId'>) {
  const boards = people.map(({ sync }) => new Board(sync.doc))
  const titles = people.map((client, index) => {
    const title = `Konu ${index + 1}`
    const author = { seat: client.seatId, side: client.side }
    boards[index]!.add('theme', { at: { x: index * 900, y: 2_000 }, title }, author)
    return title
  })
  await until(() => boards.every((board) => board.themes.all().length === people.length), SLOW)
  for (const [n, note] of random.shuffle(ledger.secret).entries()) {
    if (random.below(10) === 0) continue
    const [client, board] = [people[n % people.length]!, boards[n % people.length]!]
    const id = board.notes.all().find((one) => board.textOf(one.id) === note.text)!.id
    note.theme = random.pick(titles)
    const onto = board.themes.all().find(({ title }) => title === note.theme)!.id
    expect(cluster(board, [id], onto, { seat: client.seatId, side: client.side })).toBe(onto)
  }
  await Promise.all(people.map(({ sync }) => taken(sync)))
  return titles
}

/** Gives, moves and takes back dots by chance, and now and then asks for more than there are. */
export async function voteAtRandom(client: Client, vote: VoteView, { random, ledger, onAct }: Voting): Promise<void> {
  const given = ledger.dotsOf(client)
  for (let acts = 2 + random.below(5); acts > 0; acts--) {
    const { id: optionId, label } = random.pick(vote.options)
    const dots = random.below(MOST_PER_OPTION + 1)
    const others = [...given].reduce((sum, [one, count]) => sum + (one === label ? 0 : count), 0)
    const allowed = others + dots <= BUDGET
    const params = { roomId: client.roomId, voteId: vote.id }
    const { code, reply } = await client.insist(castDots, { params, body: { optionId, dots } })
    expect(code, `${client.name}: ${others} and ${dots}`).toBe(allowed ? null : 'over_budget')
    if (allowed) count(given, label, dots)
    if (reply) expect(reply.vote.mine!.left).toBe(BUDGET - others - dots)
    await onAct()
  }
}
type Voting = { random: Random; ledger: Ledger; onAct: () => Promise<void> }

export function count(given: Map<string, number>, label: string, dots: number): void {
  if (dots > 0) given.set(label, dots)
  else given.delete(label)
}

/** Says something to most options, changes some of it, and leaves some out. */
export async function takePositions(client: Client, vote: VoteView, { random, ledger }: Omit<Given, 'stepId'>) {
  const said = ledger.stancesOf(client)
  const params = { roomId: client.roomId, voteId: vote.id }
  for (let acts = 0; acts < 5; acts++) {
    const { id: optionId, label } = random.pick(vote.options)
    const position: Position | null = random.below(8) === 0 ? null : random.pick(positions)
    const reason = position && random.below(3) === 0 ? marker(random, 'çünkü') : ''
    await client.call(castPosition, { params, body: { optionId, position, reason } })
    if (position) said.set(label, { position, reason })
    else said.delete(label)
  }
}

/** Writes at a table as its page does, or as another client would that knows of no tables. */
export async function writeAtTable(client: Client, at: AtTable, { random, ledger }: Omit<Given, 'stepId'>) {
  const sync = client.open(at.documentId)
  await sync.synced()
  const texts = Array.from({ length: 1 + random.below(3) }, () => marker(random, 'masa'))
  const says = random.below(2) === 0 ? { table: at.tableId } : {}
  const notes = texts.map((text, n) => ({ at: { x: n * 250, y: random.below(4_000) }, text, ...says }))
  new Board(sync.doc).addNotes(notes, { seat: client.seatId, side: client.side })
  await taken(sync)
  sync.destroy()
  const written = texts.map((text): Written => ({ author: client, text, theme: null, table: at.tableId }))
  ledger.atTables.push(...written)
}
type AtTable = { tableId: string; documentId: string }
