import type { RoomView } from '@meydan/shared/contracts/rooms'

/** The document in which a meeting of the room is written down, the first of several; null where there is none. */
export function minutesOf(room: Pick<RoomView, 'documents'>, meetingId: string): string | null {
  return room.documents.find((one) => one.kind === 'minutes' && one.meetingId === meetingId)?.id ?? null
}
