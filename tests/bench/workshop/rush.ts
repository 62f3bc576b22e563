import { setTimeout as wait } from 'node:timers/promises'
import { createInvitation, previewInvitation, redeemInvitation } from '@meydan/shared/contracts/invites'
import { readCurrentMeeting } from '@meydan/shared/contracts/meetings'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { readSession } from '@meydan/shared/contracts/session'
import { listVotes } from '@meydan/shared/contracts/votes'
import { readWriting } from '@meydan/shared/contracts/writing'
import { usage } from '../cores.ts'
import { percentile } from '../figures.ts'
import { aMeeting, aRoom, type Measured, type Setting, startNode } from './place.ts'
import { Person } from './person.ts'

const WITHIN_MS = 10_000
const THERE_ALREADY = 20

/** Three hundred come by a link within ten seconds, each all the way: seat, room, pushes, board. */
export async function rush(setting: Setting): Promise<Measured[]> {
  const count = setting.quick ? 60 : 300
  const node = await startNode(setting)
  try {
    const { people, leader, room } = await aRoom([node], setting.stores, THERE_ALREADY)
    await Promise.all([leader, ...people].map((person) => person.enter()))
    await (await aMeeting(leader)).command('start')
    const body = { role: 'participant' as const, expiresInHours: 1, maxUses: count }
    const { invitation } = await leader.call(createInvitation, { params: { roomId: room.roomId }, body })
    const used = usage(node.subject.cpu)
    const newcomers: Person[] = []
    const times: number[] = []
    const failures: string[] = []
    const coming = Array.from({ length: count }, async (_, index) => {
      await wait((index * WITHIN_MS) / count)
      const person = new Person(node.url, '', room, THERE_ALREADY + 1 + index)
      newcomers.push(person)
      const began = performance.now()
      try {
        await comeIn(person, invitation.token, index)
        times.push(performance.now() - began)
      } catch (error) {
        failures.push(String(error))
      }
    })
    await Promise.all(coming)
    const { serverCpu, generatorCpu } = used()
    for (const failure of new Set(failures)) console.error(failure)
    for (const person of [leader, ...people, ...newcomers]) person.close()
    const figures = {
      joinP95: percentile(times, 0.95),
      joinMax: Math.max(...times),
      notIn: failures.length,
      ...{ serverCpu, generatorCpu },
    }
    return [{ variant: `${count} within ${WITHIN_MS / 1_000} s`, figures }]
  } finally {
    await node.subject.stop()
  }
}

/** What a browser asks from the link to the board. */
async function comeIn(person: Person, token: string, index: number): Promise<void> {
  const { organisations } = await person.call(previewInvitation, { body: { token } })
  const { id } = organisations[index % organisations.length]!
  const body = { token, name: `Gelen ${index}`, language: 'tr' as const, organisation: { id } }
  await person.call(redeemInvitation, { body })
  await person.call(readSession, {})
  const params = { roomId: person.room.roomId }
  await person.call(readRoom, { params })
  await Promise.all([
    person.enter(),
    person.call(readCurrentMeeting, { params }),
    person.call(readWriting, { params }),
    person.call(listVotes, { params }),
  ])
}
