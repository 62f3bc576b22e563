import { setTimeout as wait } from 'node:timers/promises'
import type { Stores, Subject } from '../subjects.ts'
import { measureFanOut } from './fan-out.ts'
import { type Figures, type Scenario, withSubject } from './scenario.ts'

const PEOPLE = 100
const FIRST = 400
const LEAST = 50
const LAST = 25_600
const P99_MAX_MS = 100
const DELIVERED_MIN = 0.97
const HALVINGS = 3

/**
 * The highest rate at which 99 of 100 updates reach the others of a hundred within 100 ms: doubled until it doesn't
 * hold, then narrowed to a twelfth. Each step is a new room, so that no step inherits another's backlog.
 */
export const sustained: Scenario = {
  name: 'sustained',
  subjects: ['relay', 'y-websocket', 'hocuspocus', 'meydan'],
  once: ['y-websocket'],
  measure: (name, setting) =>
    withSubject(name, setting, async (subject) => {
      const seconds = setting.quick ? 1 : 2
      const { best, generatorCpu } = await climb(
        (updatesPerSecond) => holds(subject, setting.stores, updatesPerSecond, seconds),
        setting.quick ? 0 : HALVINGS,
      )
      return [{ variant: `${PEOPLE} people`, figures: { updatesPerSecond: best, generatorCpu } }]
    }),
}

type Step = { holds: boolean; generatorCpu: number }

/**
 * Doubles the rate until a step doesn't hold (or halves it until one does), then halves the gap, as a ratio, `halvings`
 * times. A step has to fail twice: one hiccup of the machine is not the server's limit. 0 where nothing holds.
 */
export async function climb(tryAt: (rate: number) => Promise<Step>, halvings: number) {
  let [best, above] = [0, LAST * 2]
  let generatorCpu = 0
  const step = async (rate: number) => {
    let tried = await tryAt(rate)
    if (!tried.holds) tried = await tryAt(rate)
    generatorCpu = Math.max(generatorCpu, tried.generatorCpu)
    if (tried.holds) best = rate
    else above = rate
    return tried.holds
  }
  for (let rate = FIRST; rate <= LAST && (await step(rate)); rate *= 2);
  for (let rate = FIRST / 2; best === 0 && rate >= LEAST; rate /= 2) await step(rate)
  for (let count = 0; count < halvings && best > 0 && best < LAST; count++) {
    await step(Math.round(Math.sqrt(best * above)))
  }
  return { best, generatorCpu }
}

async function holds(subject: Subject, stores: Stores, updatesPerSecond: number, seconds: number): Promise<Step> {
  const load = { people: PEOPLE, updatesPerSecond, seconds, warmUp: 1, every: 10 }
  const { p99, delivered, generatorCpu } = (await measureFanOut(subject, stores, load)) as Required<Figures>
  // What a step left in the sockets is not the next one's load.
  await wait(300)
  return { holds: p99! < P99_MAX_MS && delivered! > DELIVERED_MIN, generatorCpu: generatorCpu! }
}
