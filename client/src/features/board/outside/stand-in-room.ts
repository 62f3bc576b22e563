import type { RoomView } from '@meydan/shared/contracts/rooms'
import { language } from '../../../i18n/index.ts'

/** Nobody's, and nothing's: no id of the database is like that. */
const NONE = ''

/**
 * In the place of a room where a board is shown to people without a seat: with nobody in it and no right to anything.
 * Whoever wrote something is known by their side alone.
 */
export function standInRoom(): RoomView {
  const nobody = { id: NONE, name: NONE, organisationName: NONE, organisationId: NONE, personId: NONE }
  return {
    id: NONE,
    name: NONE,
    purpose: NONE,
    audience: 'joint',
    language: language.value,
    archivedAt: null,
    programme: { id: NONE, name: NONE },
    mySeat: { ...nobody, isGuest: true, role: 'observer', side: 'neutral', colour: 0, removedAt: null },
    seats: [],
    documents: [],
    may: [],
    boardsLockedAt: null,
    lobby: 'open',
    call: null,
    maySaveTemplate: false,
  }
}
