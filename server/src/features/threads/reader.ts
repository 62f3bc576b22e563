import { isGranted } from '@meydan/shared/permissions'
import { grantsOf, type Seat } from '../../access/seats.ts'

/** For whom it is read: what they have read, what is about them, and of what is hidden the words only for those who hide. */
export type Reader = Pick<Seat, 'id' | 'roomId' | 'personId' | 'organisationId'> & { saysHidden: boolean }

export function readerOf(seat: Seat): Reader {
  const { id, roomId, personId, organisationId } = seat
  return { id, roomId, personId, organisationId, saysHidden: isGranted('stage.direct', grantsOf(seat)) }
}
