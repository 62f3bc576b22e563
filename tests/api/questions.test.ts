import {
  answerQuestion,
  askQuestion,
  deleteQuestion,
  OPEN_QUESTIONS_MAX,
  OPEN_QUESTIONS_OF_ONE,
  pinQuestion,
  QUESTION_MAX,
  readQuestions,
  supportQuestion,
  unsupportQuestion,
} from '@meydan/shared/contracts/questions'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { closeVote, openVote } from '@meydan/shared/contracts/votes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aMeetingRoom, type Seated } from './voice-story.ts'

let api: Api
let story: Awaited<ReturnType<typeof aMeetingRoom>>
let ahmad: Seated
let mehmet: Seated
let expert: Seated
let observer: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  story = await aMeetingRoom(api)
  ahmad = await story.sit('Ahmad', 'civil')
  mehmet = await story.sit('Mehmet', 'public')
  expert = await story.sit('Ayla', 'neutral', 'expert')
  observer = await story.sit('Ida', 'neutral', 'observer')
})
afterAll(() => api.close())
beforeEach(() => api.db.deleteFrom('question').execute())

const list = async (who: Seated) => (await api.call(readQuestions, { params: story.params }, who)).questions
const at = (questionId: string) => ({ params: { ...story.params, questionId } })

function sendQuestion(who: Seated, text: string, named = true) {
  return api.send(askQuestion, { params: story.params, body: { text, named } }, who)
}

async function ask(who: Seated, text: string, named = true): Promise<string> {
  const response = await sendQuestion(who, text, named)
  expect(response.statusCode, response.body).toBe(200)
  return (await list(who)).find((question) => question.text === text)!.id
}

function answer(who: Seated, id: string, text: string, seen: string | null = null) {
  return api.send(answerQuestion, { ...at(id), body: { answer: text, seen } }, who)
}

describe('a question', () => {
  test('is asked, supported once by each, answered and pinned, and stands where that puts it', async () => {
    const first = await ask(ahmad, 'Who pays?')
    const second = await ask(mehmet, 'Since when?')
    const third = await ask(ahmad, 'How long?')
    for (const who of [ahmad, mehmet, mehmet]) await api.call(supportQuestion, at(second), who)
    await api.call(supportQuestion, at(third), mehmet)
    await api.call(unsupportQuestion, at(third), mehmet)
    await api.call(supportQuestion, at(third), mehmet)
    const order = async (who: Seated = observer) => (await list(who)).map(({ id }) => id)
    expect(await order()).toEqual([second, third, first])
    expect((await list(ahmad))[0]).toMatchObject({ supports: 2, iSupport: true, mine: false, seatId: mehmet.seatId })
    expect((await list(expert))[0]).toMatchObject({ supports: 2, iSupport: false })
    expect((await answer(expert, second, 'Since 2015.')).statusCode).toBe(200)
    expect(await order()).toEqual([third, first, second])
    await answer(expert, third, 'A year.')
    expect(await order()).toEqual([first, third, second])
    await api.call(pinQuestion, { ...at(second), body: { pinned: true } }, expert)
    expect(await order()).toEqual([second, first, third])
    expect((await list(mehmet))[0]).toMatchObject({
      pinned: true,
      answer: 'Since 2015.',
      answeredBy: expert.seatId,
      mine: true,
    })
  })

  test('is for who takes part; answering is for experts and those who lead', async () => {
    const id = await ask(ahmad, 'Who pays?')
    expect(refusal(await sendQuestion(observer, 'May I?'))).toEqual([403, 'forbidden'])
    expect(refusal(await answer(mehmet, id, 'We do'))).toEqual([403, 'forbidden'])
    expect(refusal(await api.send(pinQuestion, { ...at(id), body: { pinned: true } }, mehmet))).toEqual([
      403,
      'forbidden',
    ])
    expect(refusal(await api.send(supportQuestion, at(id), observer))).toEqual([403, 'forbidden'])
    expect((await answer(story.facilitator, id, 'We do')).statusCode).toBe(200)
  })

  test('leads the expert no further: votes are opened and closed by those who lead', async () => {
    const { id: voteId } = await api.db
      .insertInto('vote')
      .values({ roomId: story.roomId, title: 'Priorities', kind: 'dots', state: 'open' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const params = { ...story.params, voteId }
    for (const contract of [closeVote, openVote])
      expect(refusal(await api.send(contract, { params }, expert))).toEqual([403, 'forbidden'])
    const { state } = await api.db.selectFrom('vote').select('state').where('id', '=', voteId).executeTakeFirstOrThrow()
    expect(state).toBe('open')
  })

  test('that somebody else answered meanwhile is not answered over their words', async () => {
    const id = await ask(ahmad, 'Who pays?')
    const both = await Promise.all([answer(expert, id, 'Ministry'), answer(story.facilitator, id, 'City')])
    expect(both.filter(({ statusCode }) => statusCode !== 200).map(refusal)).toEqual([[409, 'conflict']])
    const { answeredAt } = (await list(expert))[0]!
    expect((await answer(expert, id, 'Both', answeredAt)).statusCode).toBe(200)
    expect((await list(ahmad))[0]!.answer).toBe('Both')
  })

  test('goes by its own asker until it is answered, and by who may answer', async () => {
    const id = await ask(ahmad, 'Who pays?')
    expect(refusal(await api.send(deleteQuestion, at(id), mehmet))).toEqual([403, 'forbidden'])
    await answer(expert, id, 'We do')
    expect(refusal(await api.send(deleteQuestion, at(id), ahmad))).toEqual([409, 'conflict'])
    expect((await api.send(deleteQuestion, at(id), expert)).statusCode).toBe(200)
    expect(refusal(await api.send(deleteQuestion, at(id), expert))).toEqual([404, 'not_found'])
    const own = await ask(ahmad, 'Since when?')
    expect((await api.send(deleteQuestion, at(own), ahmad)).statusCode).toBe(200)
    expect(await list(ahmad)).toEqual([])
  })

  test.each([
    ['', 'name_empty'],
    ['   ', 'name_empty'],
    ['x'.repeat(QUESTION_MAX + 1), 'text_too_long'],
    ['a\u0000b', 'text_control_characters'],
  ])('with odd words is refused (%#)', async (text, problem) => {
    expect(refusal(await sendQuestion(ahmad, text))).toEqual([400, 'invalid', [{ path: 'text', problem }]])
  })
})

describe('without a name', () => {
  /** Everything that anybody is told of it, as it travels. */
  async function repliesTo(readers: Seated[]): Promise<string> {
    const replies = await Promise.all(readers.map((who) => api.send(readQuestions, { params: story.params }, who)))
    return replies.map(({ body }) => body).join('\n')
  }

  test('a question says to nobody whose it is, and of a small group not even the side', async () => {
    const response = await sendQuestion(ahmad, 'Asked quietly', false)
    expect(response.body).not.toContain(ahmad.seatId)
    const everyone = [ahmad, mehmet, expert, observer, story.facilitator]
    const said = await repliesTo(everyone)
    for (const trace of [ahmad.seatId, ahmad.me.id, 'Ahmad', '"side":"civil"']) expect(said).not.toContain(trace)
    for (const who of everyone)
      expect((await list(who))[0]).toMatchObject({ seatId: null, side: null, named: false, mine: who === ahmad })
    expect(new Date((await list(expert))[0]!.createdAt).getTime() % 60_000).toBe(0)
  })

  test('a side is named once five of it can ask', async () => {
    await ask(ahmad, 'Asked quietly', false)
    const more: Seated[] = []
    for (let n = 1; n <= 3; n++) more.push(await story.sit(`Association ${n}`, 'civil'))
    // Who only watches hides nobody.
    await story.sit('Watching', 'civil', 'observer')
    expect((await list(mehmet))[0]!.side).toBeNull()
    await story.sit('Association 4', 'civil')
    // Where one or two are the only others, a question without a side would be theirs.
    for (const name of ['Officer 1', 'Officer 2']) {
      expect((await list(mehmet))[0]!.side).toBeNull()
      await story.sit(name, 'public')
    }
    expect((await list(mehmet))[0]).toMatchObject({ side: 'civil', seatId: null })
  })
})

describe('too many', () => {
  const tooMany = [400, 'invalid', [{ path: 'text', problem: 'too_many_questions' }]]

  test('of one person are refused until one is answered, also all at once', async () => {
    const sent = await Promise.all(
      Array.from({ length: OPEN_QUESTIONS_OF_ONE + 5 }, (_, n) => sendQuestion(ahmad, `Question ${n}`)),
    )
    const refused = sent.filter(({ statusCode }) => statusCode !== 200)
    expect(refused.map(refusal)).toEqual(Array.from({ length: 5 }, () => tooMany))
    expect((await sendQuestion(mehmet, 'Mine')).statusCode).toBe(200)
    await answer(expert, (await list(ahmad))[0]!.id, 'So')
    expect((await sendQuestion(ahmad, 'One more')).statusCode).toBe(200)
  })

  test('of a room are refused', async () => {
    await api.db
      .insertInto('question')
      .values(
        Array.from({ length: OPEN_QUESTIONS_MAX }, (_, n) => ({
          roomId: story.roomId,
          seatId: expert.seatId,
          named: true,
          text: `Question ${n}`,
        })),
      )
      .execute()
    expect(refusal(await sendQuestion(mehmet, 'One too many'))).toEqual(tooMany)
  })
})

test('erasing what I wrote takes my questions, and my answers from others’', async () => {
  const leaver = await story.sit('Leaver', 'public')
  await ask(leaver, 'Of the leaver', false)
  const id = await ask(ahmad, 'Stays')
  await answer(expert, id, 'By the expert')
  await api.call(eraseMyText, { params: story.params }, leaver)
  expect((await list(ahmad)).map(({ text }) => text)).toEqual(['Stays'])
  await api.call(eraseMyText, { params: story.params }, expert)
  expect((await list(ahmad))[0]).toMatchObject({ text: 'Stays', answer: '', answeredAt: null, answeredBy: null })
})

test('a change is told to everyone, and only that there was one', async () => {
  const before = api.told.length
  await ask(ahmad, 'Who pays?')
  expect(api.told.slice(before)).toEqual([`${story.roomId} questions`])
})
