import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '@meydan/shared/errors'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Press, type PrintJob } from './press.ts'

const named = (title: string): PrintJob => ({ maker: '', question: { title }, tooLarge: 'board_too_large' })
const job = named('')

let folder: string
let press: Press
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'meydan-press-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => press.close())

/** A press whose process does this with a question. */
function pressThat(
  act: string,
  settings: { patienceMs?: number; keepIdleMs?: number; memoryMax?: number } = {},
): Press {
  const file = path.join(folder, `${crypto.randomUUID()}.mjs`)
  writeFileSync(
    file,
    `const pdf = (text) => process.send({ pdf: new TextEncoder().encode(text) })
     process.on('message', ({ question, pictures }) => { ${act} })`,
  )
  press = new Press({ script: pathToFileURL(file), ...settings })
  return press
}

const print = async (title = '') => Buffer.from(await press.print(named(title))).toString()
const codeOf = (work: Promise<unknown>) =>
  work.then(String, (error: unknown) => error instanceof AppError && error.code)

describe('the press', () => {
  test('asks one thing at a time, in order, of one process', async () => {
    pressThat(`globalThis.busy = (globalThis.busy ?? 0) + 1
      setTimeout(() => { pdf(question.title + globalThis.busy + ' ' + process.pid); globalThis.busy-- }, 20)`)
    const answers = await Promise.all(['a', 'b', 'c'].map(print))
    const pid = press.pid
    expect(answers).toEqual([`a1 ${pid}`, `b1 ${pid}`, `c1 ${pid}`])
  })

  test('turns away whoever would wait too long', async () => {
    pressThat(`setTimeout(() => pdf('done'), 30)`)
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(print())))
    expect(codes.filter((code) => code === 'busy')).toHaveLength(4)
    expect(await print()).toBe('done')
  })

  test('keeps places free of those whom one person takes', async () => {
    pressThat(`setTimeout(() => pdf('done'), 30)`)
    const greedy = Array.from({ length: 8 }, () => codeOf(press.print(job, 'greedy')))
    const other = codeOf(press.print(job, 'other'))
    expect((await Promise.all(greedy)).filter((code) => code === 'busy')).toHaveLength(6)
    expect(await other).not.toBe('busy')
    expect(await codeOf(press.print(job, 'greedy'))).not.toBe('busy')
  })

  test('kills what takes too long, even where it never comes up for air, and goes on with a new one', async () => {
    pressThat(`if (question.title === 'slow') for (;;) {} else pdf('quick')`, { patienceMs: 400 })
    const [slow, quick] = await Promise.all([codeOf(print('slow')), print('quick')])
    expect([slow, quick]).toEqual(['board_too_large', 'quick'])
  })

  test.runIf(process.platform === 'linux')('kills what takes too much memory', async () => {
    pressThat(`globalThis.held = Buffer.alloc(300e6, 1); setTimeout(() => pdf('done'), 5000)`, { memoryMax: 200e6 })
    expect(await codeOf(print())).toBe('board_too_large')
  })

  test.runIf(process.platform === 'linux')('a process that has grown is not asked again', async () => {
    pressThat(`globalThis.held = Buffer.alloc(120e6, 1); pdf(String(process.pid))`, { memoryMax: 300e6 })
    const first = await print()
    expect(await print()).not.toBe(first)
  })

  test('a process that falls takes one question with it', async () => {
    pressThat(`if (question.title === 'falls') process.abort(); else pdf('stands')`)
    const [falls, stands] = await Promise.all([codeOf(print('falls')), print('next')])
    expect([falls, stands]).toEqual(['internal', 'stands'])
  })

  test('ends when it has had nothing to do', async () => {
    pressThat(`pdf('done')`, { keepIdleMs: 50 })
    await print()
    expect(press.pid).toBeDefined()
    await expect.poll(() => press.pid).toBeUndefined()
  })

  test('knows nothing of the node: neither its settings nor its arguments', async () => {
    process.env.SECRET_OF_THE_NODE = 'x'
    pressThat(`pdf(Object.keys(process.env).join())`)
    expect(await print()).not.toContain('SECRET_OF_THE_NODE')
    delete process.env.SECRET_OF_THE_NODE
  })

  test('fetches the pictures it wants; where that fails, so does the question and nothing else', async () => {
    pressThat(`pictures ? pdf(pictures[0][0]) : process.send({ wants: ['a'] })`)
    const pdf = await press.print({
      ...job,
      fetchPictures: async ([file]) => ({ pictures: [[file!, new Uint8Array(3)]] }),
    })
    expect(Buffer.from(pdf).toString()).toBe('a')
    const fails = press.print({ ...job, fetchPictures: () => Promise.reject(new AppError('unavailable')) })
    expect(await codeOf(fails)).toBe('unavailable')
    const again = await press.print({ ...job, fetchPictures: async () => ({ pictures: [['b', new Uint8Array(1)]] }) })
    expect(Buffer.from(again).toString()).toBe('b')
  })

  test('asks the room of a question alone for its pictures, also after one that got none', async () => {
    pressThat(`pictures ? pdf(pictures[0][0]) : process.send({ wants: ['secret'] })`)
    const asked: string[] = []
    const failing = press.print({
      ...job,
      fetchPictures: async () => {
        asked.push('one room')
        if (asked.length === 1) throw new AppError('unavailable')
        return { pictures: [['of the one room', new Uint8Array(1)]] }
      },
    })
    expect(await codeOf(failing)).toBe('unavailable')
    const pdf = await press.print({
      ...job,
      fetchPictures: async () => {
        asked.push('the other')
        return { pictures: [['of the other', new Uint8Array(1)]] }
      },
    })
    expect(Buffer.from(pdf).toString()).toBe('of the other')
    expect(asked).toEqual(['one room', 'the other'])
  })
})
