import {
  addStep,
  createMeeting,
  directMeeting,
  type MeetingCommand,
  type MeetingView,
  readCurrentMeeting,
  type StepDraft,
} from '@meydan/shared/contracts/meetings'
import type { z } from 'zod'
import type { Client } from './people.ts'

type Step = Pick<z.input<typeof StepDraft>, 'mode' | 'settings'>

/** Between which two moments something happened, ms by this process's own clock. */
type Moment = { from: number; to: number }

/** A meeting as whoever leads it leads it, and when each step began and ended by the test's own clock. */
export class Led {
  meeting: MeetingView
  readonly began = new Map<string, Moment>()
  readonly ended = new Map<string, Moment>()
  readonly #leader: Client

  constructor(leader: Client, meeting: MeetingView) {
    this.#leader = leader
    this.meeting = meeting
  }

  static async plan(leader: Client, steps: readonly Step[]): Promise<Led> {
    const { meeting } = await leader.call(createMeeting, {
      params: { roomId: leader.roomId },
      body: { title: 'İhtiyaç çalıştayı', place: 'Kültür merkezi' },
    })
    const led = new Led(leader, meeting)
    for (const step of steps) {
      const body = { ...step, title: { tr: step.mode }, minutes: 20 }
      led.meeting = (await leader.call(addStep, { params: led.#at, body })).meeting
    }
    return led
  }

  get #at() {
    return { roomId: this.#leader.roomId, meetingId: this.meeting.id }
  }

  stepOf(mode: string): string {
    return this.meeting.steps.find((step) => step.mode === mode)!.id
  }

  async command(command: MeetingCommand, given: { stepId?: string; seconds?: number } = {}): Promise<void> {
    const from = performance.now()
    const before = this.meeting.stepId
    const body = { command, version: this.meeting.version, ...given }
    this.meeting = (await this.#leader.call(directMeeting, { params: this.#at, body })).meeting
    const moment = { from, to: performance.now() }
    if (before === this.meeting.stepId) return
    if (before) this.ended.set(before, moment)
    if (this.meeting.stepId) this.began.set(this.meeting.stepId, moment)
  }

  /** At least and at most so many whole seconds a step can have taken, as its reader sees it rounded. */
  took(stepId: string): { least: number; most: number } | null {
    const [began, ended] = [this.began.get(stepId), this.ended.get(stepId)]
    if (!began || !ended) return null
    return { least: Math.floor((ended.from - began.to) / 1000), most: Math.ceil((ended.to - began.from) / 1000) }
  }
}

export type Clock = Moment & { stepEndsAt: string; leftMs: number }

/** What a client sees of the time that is left, by the server's clock. */
export async function clockOf(client: Client): Promise<Clock> {
  const from = performance.now()
  const { code, reply } = await client.insist(readCurrentMeeting, { params: { roomId: client.roomId } })
  if (code !== null) throw new Error(code)
  const { stepEndsAt } = reply.meeting!
  const leftMs = Date.parse(stepEndsAt!) - Date.parse(reply.now)
  return { from, to: performance.now(), stepEndsAt: stepEndsAt!, leftMs }
}

/** By how many ms two looks at one clock disagree, beyond what the asking took. */
export function disagreement(one: Clock, later: Clock): number {
  const passed = one.leftMs - later.leftMs
  return Math.max(later.from - one.to - passed, passed - (later.to - one.from), 0)
}
