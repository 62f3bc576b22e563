import { foldName } from '@meydan/shared/names'
import type { BoardContext } from './board-context.ts'

/** Ids of what says these words, in reading order: words, titles, labels, descriptions, need fields, organisations. */
export function findText({ data, seatOf }: Pick<BoardContext, 'data' | 'seatOf'>, sought: string): string[] {
  const words = foldName(sought)
  if (!words) return []
  return data.order.value.filter((id) => {
    const view = data.items.get(id)
    const record = { ...(view?.item ?? data.frames.get(id)) } as Record<string, unknown>
    const texts = ['title', 'label', 'alt', 'affected', 'locality', 'evidence'].map((field) => record[field])
    const organisation = seatOf((record['seat'] as string | undefined) ?? null)?.organisationName
    return [view?.text, ...texts, organisation].some(
      (text) => typeof text === 'string' && foldName(text).includes(words),
    )
  })
}
