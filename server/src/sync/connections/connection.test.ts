import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { closeCodes } from '@meydan/shared/close-codes'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { Connection } from './connection.ts'
import { perConnection, perPerson } from './limits.ts'
import type { OpenDocument } from '../open-document.ts'
import { PersonAccount } from './person-account.ts'

const LONGEST_WAIT_MS = 5_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class StillSocket extends EventEmitter {
  readonly OPEN = 1
  readonly readyState = 1
  isPaused = false
  pauses = 0
  closed: number | undefined
  pause(): void {
    this.isPaused = true
    this.pauses += 1
  }
  resume(): void {
    this.isPaused = false
  }
  close(code: number): void {
    this.closed = code
  }
  terminate(): void {}
  ping(): void {}
}

function connect(account = new PersonAccount('person', 1, Date.now())) {
  const ws = new StillSocket()
  const left: string[] = []
  const connection = new Connection({
    ws: ws as unknown as WebSocket,
    socket: { writableLength: 0, bytesWritten: 0, bytesRead: 0 } as Socket,
    document: { leave: () => left.push('left') } as unknown as OpenDocument,
    who: {
      personId: 'person',
      seatId: 'seat',
      role: 'participant',
      user: { seat: 'seat', name: 'Ada', colour: 0, side: 'civil', role: 'participant' },
      mayWrite: true,
      mayLock: false,
      wantsAck: true,
    },
    account,
    scale: 1,
    onGone: () => {},
  })
  return { connection, ws, left, account }
}

test('whose frames cost no more of the gate’s time than a busy writer’s is never made to wait', () => {
  const { connection, ws } = connect()
  for (let second = 0; second < 60; second++) {
    connection.spent(perPerson.gate.perSecond)
    vi.advanceTimersByTime(1_000)
  }
  expect([ws.pauses, ws.closed]).toEqual([0, undefined])
})

test('whose frames cost more waits, and is sent away who goes on like that', () => {
  const { connection, ws, left } = connect()
  const costly = () => connection.spent(perPerson.gate.burst)
  costly()
  expect(ws.pauses, 'what was saved up is spent first').toBe(0)
  for (let n = 1; n <= perConnection.waits.burst; n++) {
    costly()
    expect(ws.isPaused, 'not read from').toBe(true)
    vi.advanceTimersByTime(LONGEST_WAIT_MS)
    expect(ws.isPaused, 'read from again').toBe(false)
  }
  expect(ws.pauses).toBe(perConnection.waits.burst)
  expect([ws.closed, left]).toEqual([undefined, []])
  costly()
  expect(ws.closed).toBe(closeCodes.overBudget)
  expect(left).toEqual(['left'])
})

test('a second window pays from the same account', () => {
  const { connection, account } = connect()
  connection.spent(2 * perPerson.gate.burst)
  const second = connect(account)
  second.connection.spent(1)
  expect(second.ws.isPaused).toBe(true)
})
