import { BoardClip } from '@meydan/shared/documents/board/clip'
import { boardFromClip, boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'
import { boardTemplateIds } from '@meydan/shared/documents/templates/ids'
import { AppError } from '@meydan/shared/errors'
import type { Language } from '@meydan/shared/languages'
import type { Executor } from '../../database/schema.ts'

/**
 * The first content of a board: a template of ours with its words in the room's language, or one of the programme's
 * own by its id. One that is gone meanwhile, or another programme's, is refused as `not_offered`.
 */
export async function boardStart(
  db: Executor,
  { template, language, programmeId }: { template: string; language: Language; programmeId: string },
): Promise<Uint8Array> {
  const ours = boardTemplateIds.find((id) => id === template)
  if (ours) return boardFromTemplate(ours, language)
  const own = await db
    .selectFrom('boardTemplate')
    .select('clip')
    .where('id', '=', template)
    .where('programmeId', '=', programmeId)
    .executeTakeFirst()
  if (!own) throw new AppError('invalid', [{ path: 'template', problem: 'not_offered' }])
  return boardFromClip(BoardClip.parse(JSON.parse(own.clip)))
}
