import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Contract } from '@meydan/shared/contracts/contract'
import { restoreRecord } from '@meydan/shared/contracts/history'
import { addStep, createMeeting } from '@meydan/shared/contracts/meetings'
import { answerQuestion, askQuestion } from '@meydan/shared/contracts/questions'
import { signIn } from '@meydan/shared/contracts/session'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { createVote } from '@meydan/shared/contracts/votes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { boardWith } from '../support/canvas.ts'
import { type Api, refusal, startApi } from './api.ts'
import { aWorkshop } from './stories.ts'

/*
 * What Postgres can't hold (NUL in a text, times of no century it knows) is refused where input is checked, in every
 * route there is or will be; what says so here is the contracts' own schemas.
 */

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

const folder = path.join(import.meta.dirname, '../../shared/src/contracts')
const contracts: [string, Contract][] = []
for (const file of readdirSync(folder)) {
  const module: object = await import(`@meydan/shared/contracts/${file.replace('.ts', '')}`)
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'object' && value !== null && 'needs' in value) contracts.push([name, value as Contract])
  }
}

/** A clip is kept as JSON in one text, where NUL is written as an escape. */
const ESCAPED = new Set(['createBoardTemplate body.clip'])

type Inner = { def: { type: string } & Record<string, unknown> } & z.ZodType
const inner = (schema: Inner, key: string) => schema.def[key] as Inner

/** Every place in a schema where a string may be given, with what is asked of it there. */
function strings(schema: Inner, at: string): [string, Inner][] {
  if (ESCAPED.has(at)) return []
  switch (schema.def.type) {
    case 'string':
      return [[at, schema]]
    case 'pipe':
      return inner(schema, 'in').def.type === 'string' ? [[at, schema]] : strings(inner(schema, 'in'), at)
    case 'object':
      return Object.entries(schema.def.shape as Record<string, Inner>).flatMap(([key, field]) =>
        strings(field, `${at}.${key}`),
      )
    case 'array':
      return strings(inner(schema, 'element'), `${at}[]`)
    case 'record':
      return [...strings(inner(schema, 'keyType'), `${at}{key}`), ...strings(inner(schema, 'valueType'), `${at}{}`)]
    case 'union':
      return (schema.def.options as Inner[]).flatMap((option, index) => strings(option, `${at}|${index}`))
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return strings(inner(schema, 'innerType'), at)
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'custom':
    case 'null':
      return []
    default:
      throw new Error(`${at}: nobody looks into a ${schema.def.type}`)
  }
}

const places = contracts.flatMap(([name, { params, query, body }]) =>
  Object.entries({ params, query, body }).flatMap(([part, schema]) =>
    schema ? strings(schema as unknown as Inner, `${name} ${part}`) : [],
  ),
)

test('every text that anybody may send is without NUL', () => {
  expect(places.length).toBeGreaterThan(150)
  const tried = ['su yok ve yol yok', 'a@example.org', '1.notes.note', '2026-11-22']
  const taken = places.filter(([, schema]) => tried.some((text) => schema.safeParse(`${text}\0`).success))
  expect(taken.map(([at]) => at)).toEqual([])
})

const odd = 'x\0'
test('and is answered as any other mistake, not as our failure', async () => {
  const { room, boardId, organiser } = workshop
  const params = { roomId: room.id }
  const options = [{ recordId: odd, recordType: 'note' as const, label: 'x' }]
  const vote = { title: 'x', kind: 'dots' as const, documentId: boardId, options, open: true }
  const { meeting } = await api.call(createMeeting, { params, body: { title: 'x' } }, organiser)
  const step = { mode: 'free' as const, title: { en: 'x' }, minutes: 1, settings: { frameId: odd } }
  const at = { ...params, documentId: boardId }
  const problem = 'text_control_characters'
  const answers = [
    ['email', await api.send(signIn, { body: { email: odd, password: 'x' } })],
    ['options.0.recordId', await api.send(createVote, { params, body: vote }, organiser)],
    [
      'recordIds.0',
      await api.send(hideObjects, { params, body: { documentId: boardId, recordIds: [odd] } }, organiser),
    ],
    ['recordId', await api.send(restoreRecord, { params: at, body: { root: 'notes', recordId: odd } }, organiser)],
    [
      'settings.frameId',
      await api.send(addStep, { params: { ...params, meetingId: meeting.id }, body: step }, organiser),
    ],
    ['text', await api.send(askQuestion, { params, body: { text: odd, named: true } }, organiser)],
  ] as const
  for (const [field, answer] of answers) {
    expect([field, ...refusal(answer)]).toEqual([field, 400, 'invalid', [{ path: field, problem }]])
  }
})

test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-14:00', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z'])(
  'a time of no century that is known is refused: %s',
  async (time) => {
    const { room, boardId, organiser } = workshop
    const params = { roomId: room.id }
    const options = [{ recordId: 'x', recordType: 'note' as const, label: 'x' }]
    const vote = { title: 'x', kind: 'dots' as const, documentId: boardId, options, open: true, deadline: time }
    const answers = [
      ['deadline', await api.send(createVote, { params, body: vote }, organiser)],
      [
        'seen',
        await api.send(
          answerQuestion,
          { params: { ...params, questionId: crypto.randomUUID() }, body: { answer: 'x', seen: time } },
          organiser,
        ),
      ],
    ] as const
    for (const [path, answer] of answers) {
      expect(refusal(answer)).toEqual([400, 'invalid', [{ path, problem: 'wrong_form' }]])
    }
  },
)

test('half a character in words of several languages is kept as a sign that it is none', async () => {
  const params = { roomId: workshop.room.id }
  const { meeting } = await api.call(createMeeting, { params, body: { title: 'x' } }, workshop.organiser)
  const body = { mode: 'free' as const, title: { en: 'a\ud800b' }, instruction: { en: 'c\ud83d' }, minutes: 1 }
  const at = { params: { ...params, meetingId: meeting.id }, body }
  const { meeting: now } = await api.call(addStep, at, workshop.organiser)
  expect(now.steps[0]).toMatchObject({ title: { en: 'a\ufffdb' }, instruction: { en: 'c\ufffd' } })
})

test('a note with NUL in it can be hidden', async () => {
  let id = ''
  const documentId = await boardWith(api.db, workshop.room.id, (board) => {
    id = board.addNotes([{ at: { x: 0, y: 0 }, text: 'su\0yok' }], { seat: null, side: 'neutral' })[0]!
  })
  const body = { documentId, recordIds: [id] }
  const { hidden } = await api.call(hideObjects, { params: { roomId: workshop.room.id }, body }, workshop.organiser)
  expect(hidden.label).toBe('su yok')
})
