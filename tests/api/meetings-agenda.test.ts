import {
  addStep,
  deleteStep,
  editStep,
  type MeetingView,
  readMeeting,
  STEPS_MAX,
} from '@meydan/shared/contracts/meetings'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { meetingCalls } from './meeting-calls.ts'

let api: Api
let calls: Awaited<ReturnType<typeof meetingCalls>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  calls = await meetingCalls(api)
})
afterAll(() => api.close())

describe('the agenda', () => {
  const draft = { mode: 'discuss' as const, title: { tr: 'Yeni adım' }, minutes: 10 }

  async function agenda(template: string | null = 'followUp') {
    const { roomId, boardId } = await calls.newRoom()
    const meeting = await calls.plan(roomId, template)
    const params = { roomId, meetingId: meeting.id }
    const add = (body: object) => api.send(addStep, { params, body: { ...draft, ...body } }, calls.organiser)
    const edit = (stepId: string, body: object) =>
      api.send(editStep, { params: { ...params, stepId }, body }, calls.organiser)
    const remove = (stepId: string) => api.send(deleteStep, { params: { ...params, stepId } }, calls.organiser)
    return { roomId, boardId, meeting, add, edit, remove }
  }

  const viewIn = (response: { json: <T>() => T }) => response.json<{ meeting: MeetingView }>().meeting
  const ids = ({ steps }: MeetingView) => steps.map(({ id }) => id)
  const isInOrder = ({ steps }: MeetingView) => steps.every(({ position }, index) => position === index)

  test('steps are added, moved and deleted, and stay one after another', async () => {
    const { meeting, add, edit, remove } = await agenda()
    const [a, b, c, ...rest] = ids(meeting)
    const added = viewIn(await add({ before: b }))
    const n = added.steps[1]!.id
    expect(ids(added)).toEqual([a, n, b, c, ...rest])
    const moved = viewIn(await edit(n, { before: null, minutes: 7 }))
    expect(ids(moved)).toEqual([a, b, c, ...rest, n])
    expect(moved.steps.at(-1)).toMatchObject({ minutes: 7, title: draft.title, instruction: {} })
    const first = viewIn(await edit(c!, { before: a }))
    expect(ids(first)).toEqual([c, a, b, ...rest, n])
    expect(ids(viewIn(await edit(c!, { before: c })))).toEqual(ids(first))
    const less = viewIn(await remove(a!))
    expect(ids(less)).toEqual([c, b, ...rest, n])
    expect(isInOrder(less)).toBe(true)
    expect(less.version).toBe(meeting.version + 5)
    expect(refusal(await remove(a!))).toEqual([404, 'not_found'])
  })

  test('what people were told when a step began stays so', async () => {
    const { roomId, meeting, edit, remove, add } = await agenda()
    const running = await calls.direct(roomId, meeting, 'start')
    const [first] = running.steps
    expect(refusal(await edit(first!.id, { mode: 'break' }))).toEqual([409, 'step_over'])
    const naming = first!.settings.naming === 'side' ? 'anonymous' : 'side'
    const renamed = { settings: { ...first!.settings, naming } }
    expect(refusal(await edit(first!.id, renamed))).toEqual([409, 'step_over'])
    expect(refusal(await remove(first!.id))).toEqual([409, 'step_over'])
    const same = { mode: first!.mode, settings: first!.settings, title: { en: 'Other words' } }
    expect((await edit(first!.id, same)).statusCode).toBe(200)
    const second = running.steps[1]!
    expect((await edit(second.id, { mode: 'break', settings: { naming: 'side' } })).statusCode).toBe(200)
    const at = await calls.current(roomId)
    await calls.direct(roomId, at.meeting!, 'end')
    for (const response of [await edit(second.id, { minutes: 5 }), await remove(second.id), await add({})]) {
      expect(refusal(response)).toEqual([409, 'meeting_ended'])
    }
  })

  test.each([
    ['no minutes', { minutes: 0 }, 'minutes', 'minutes_range'],
    ['10,000 minutes', { minutes: 10_000 }, 'minutes', 'minutes_range'],
    ['half a minute', { minutes: 0.5 }, 'minutes', 'minutes_range'],
    ['minutes in words', { minutes: 'ten' }, 'minutes', 'minutes_range'],
    ['a title in no language', { title: {} }, 'title', 'name_empty'],
    ['a title of blanks', { title: { tr: '   ' } }, 'title', 'name_empty'],
    ['too long a title', { title: { tr: 'x'.repeat(121) } }, 'title.tr', 'text_too_long'],
    ['too long an instruction', { instruction: { de: 'x'.repeat(1001) } }, 'instruction.de', 'text_too_long'],
    ['a language we don’t speak', { title: { tr: 'Adım', fr: 'Étape' } }, 'title.fr', 'unknown_field'],
    ['a mode there is not', { mode: 'sleep' }, 'mode', 'not_offered'],
    [
      'a board that is not here',
      { settings: { documentId: crypto.randomUUID() } },
      'settings.documentId',
      'not_offered',
    ],
    ['a place that is not here', { before: crypto.randomUUID() }, 'before', 'not_offered'],
  ])('%s is refused by name, new or changed', async (_, given, path, problem) => {
    const { meeting, add, edit } = await agenda()
    for (const response of [await add(given), await edit(meeting.steps[0]!.id, given)]) {
      expect(refusal(response)).toEqual([400, 'invalid', [{ path, problem }]])
    }
    const at = { params: { roomId: (await calls.newRoom()).roomId, meetingId: meeting.id } }
    expect(refusal(await api.send(readMeeting, at, calls.organiser))).toEqual([404, 'not_found'])
  })

  test('a step can be about a board of the room', async () => {
    const { boardId, add } = await agenda()
    const made = viewIn(await add({ settings: { documentId: boardId, naming: 'side' } }))
    expect(made.steps.at(-1)!.settings).toEqual({ naming: 'side', documentId: boardId, frameId: null, budget: 3 })
  })

  test(`has ${STEPS_MAX} steps and no more, also when several are added at once`, async () => {
    const { roomId, meeting, add } = await agenda(null)
    const rows = Array.from({ length: STEPS_MAX - 1 }, (_, position) => ({ position, meetingId: meeting.id }))
    await api.db
      .insertInto('meetingStep')
      .values(rows.map((row) => ({ ...row, mode: 'free', title: { tr: 'a' }, minutes: 1 })))
      .execute()
    const answers = await Promise.all([add({}), add({}), add({})])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400, 400])
    const refused = answers.find(({ statusCode }) => statusCode === 400)!
    expect(refusal(refused)[2]).toEqual([{ path: 'title', problem: 'too_many_steps' }])
    const params = { roomId, meetingId: meeting.id }
    expect(isInOrder((await api.call(readMeeting, { params }, calls.organiser)).meeting)).toBe(true)
  })
})
