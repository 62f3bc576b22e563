import { BoardClip } from '../board/clip.ts'

/** `notes`: whatever people wrote and drew. `structure`: frames, shapes and the lines between them. */
export const templateContents = ['structure', 'notes'] as const
export type TemplateContent = (typeof templateContents)[number]

/**
 * What a board leaves behind as a template: nobody's name on anything, no reactions, and no pictures, because those
 * belong to their room. Lines whose object stays behind go with it.
 */
export function asTemplate(clip: BoardClip, content: TemplateContent): BoardClip {
  const withNotes = content === 'notes'
  const kept: BoardClip = {
    ...clip,
    document: null,
    frames: clip.frames.map((frame) => ({ ...frame, source: null })),
    shapes: clip.shapes.map(anonymous),
    notes: withNotes ? clip.notes.map((note) => ({ ...anonymous(note), table: null })) : [],
    themes: withNotes ? clip.themes.map(anonymous) : [],
    strokes: withNotes ? clip.strokes.map(anonymous) : [],
    pictures: [],
    stamps: [],
  }
  const there = new Set([kept.frames, kept.shapes, kept.notes, kept.themes, kept.strokes].flatMap(idsOf))
  const holds = (end: { item: string | null }) => end.item === null || there.has(end.item)
  kept.connectors = clip.connectors.filter(({ from, to }) => holds(from) && holds(to)).map(anonymous)
  return BoardClip.parse(kept)
}

/** Ids of a clip that stand for more than one object: a clip of a board has none. */
export function sharedIds(clip: BoardClip): string[] {
  const { frames, themes, notes, shapes, connectors, strokes, pictures } = clip
  const ids = [frames, themes, notes, shapes, connectors, strokes, pictures].flatMap(idsOf)
  const seen = new Set<string>()
  return ids.filter((id) => seen.has(id) || !seen.add(id))
}

function anonymous<R extends object>(record: R): R & { seat: null; side: 'neutral'; createdAt: 0; source: null } {
  return { ...record, seat: null, side: 'neutral', createdAt: 0, source: null }
}

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id)
}
