import {
  type BoardTemplateSummary,
  listBoardTemplates,
  listRoomTemplates,
  readBoardTemplate,
  readRoomTemplate,
} from '@meydan/shared/contracts/board-templates'
import type { BoardClip } from '@meydan/shared/documents/board/clip'
import { call } from '../api.ts'

/** Where a programme's own templates come from; each clip is fetched once. */
export type OwnTemplates = {
  list: () => Promise<BoardTemplateSummary[]>
  read: (templateId: string) => Promise<BoardClip>
}

/** For who organises the programme. */
export function ofProgramme(programmeId: string): OwnTemplates {
  return {
    list: async () => (await call(listBoardTemplates, { params: { programmeId } })).templates,
    read: once(async (templateId) => (await call(readBoardTemplate, { params: { programmeId, templateId } })).clip),
  }
}

/** For who leads a room of it. */
export function ofRoom(roomId: string): OwnTemplates {
  return {
    list: async () => (await call(listRoomTemplates, { params: { roomId } })).templates,
    read: once(async (templateId) => (await call(readRoomTemplate, { params: { roomId, templateId } })).clip),
  }
}

function once(read: OwnTemplates['read']): OwnTemplates['read'] {
  const known = new Map<string, Promise<BoardClip>>()
  return (id) => {
    const reading = known.get(id) ?? read(id)
    known.set(id, reading)
    // What failed may work the next time.
    reading.catch(() => known.delete(id))
    return reading
  }
}
