import { z } from 'zod'
import { SeatRole, Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'

/** Somebody who waits to be let into a room. */
export const ArrivalView = z.object({
  id: Id,
  name: z.string(),
  isGuest: z.boolean(),
  organisationName: z.string(),
  side: Side,
  role: SeatRole,
  askedAt: Time,
})
export type ArrivalView = z.infer<typeof ArrivalView>

export const listArrivals = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/arrivals',
  needs: 'arrival.decide',
  summary: 'Who waits to be let in, the first who came first',
  params: RoomParams,
  reply: z.object({ arrivals: z.array(ArrivalView) }),
})

/** Of several facilitators who decide at once the first counts; what is decided already is left out. */
export const decideArrivals = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/arrivals/decide',
  needs: 'arrival.decide',
  summary: 'Let people in, or not; who was not let in may be let in later',
  params: RoomParams,
  body: z.strictObject({ arrivalIds: z.array(Id).min(1).max(300), admit: z.boolean() }),
  reply: z.object({ decided: z.number().int() }),
})
