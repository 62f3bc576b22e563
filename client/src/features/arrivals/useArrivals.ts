import { type ArrivalView, listArrivals } from '@meydan/shared/contracts/arrivals'
import { call } from '../../api.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { useShared } from '../../workshop/useShared.ts'
import { type Topic, useTopic } from '../../workshop/useTopic.ts'

/** Who waits before the room; null for those who may not let them in. */
export function useArrivals(): Topic<ArrivalView[]> | null {
  const { room, may } = useWorkshop()
  if (!may('arrival.decide')) return null
  const params = { roomId: room.value.id }
  return useShared(`arrivals ${params.roomId}`, () =>
    useTopic(params.roomId, 'arrivals', async () => (await call(listArrivals, { params })).arrivals),
  )
}
