import { type CarriedOver, readCarriedOver } from '@meydan/shared/contracts/monitoring'
import { call } from '../../api.ts'
import { useShared } from '../../workshop/useShared.ts'
import { useTopic } from '../../workshop/useTopic.ts'

/** What the next meeting of a room begins with; read anew when a meeting changes, and by `reload`. */
export function useCarriedOver(roomId: string) {
  return useShared(`carried ${roomId}`, () => {
    const topic = useTopic<CarriedOver>(roomId, 'meeting', () => call(readCarriedOver, { params: { roomId } }))
    return { carriedOver: topic.data, error: topic.error, reload: topic.reload }
  })
}
