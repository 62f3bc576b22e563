import { type BoardTemplateSummary, TEMPLATE_MAX_BYTES, TEMPLATES_MAX } from '@meydan/shared/contracts/board-templates'
import { BoardClip } from '@meydan/shared/documents/board/clip'
import { asTemplate } from '@meydan/shared/documents/templates/own'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Database, Executor } from '../../database/schema.ts'

/** A template under its programme: an id alone leads nowhere. */
export type TemplateAt = { programmeId: string; templateId: string }

const listed = ['id', 'title', 'hint', 'createdAt'] as const

export async function templatesOf(db: Executor, programmeId: string): Promise<BoardTemplateSummary[]> {
  const rows = await db
    .selectFrom('boardTemplate')
    .select(listed)
    .where('programmeId', '=', programmeId)
    .orderBy('title')
    .orderBy('id')
    .execute()
  return rows.map(summaryOf)
}

/** What is on a template; throws `not_found`. */
export async function clipOfTemplate(db: Executor, { programmeId, templateId }: TemplateAt): Promise<BoardClip> {
  const row = await db
    .selectFrom('boardTemplate')
    .select('clip')
    .where('id', '=', templateId)
    .where('programmeId', '=', programmeId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return BoardClip.parse(JSON.parse(row.clip))
}

/**
 * Keeps a clip as a template, without anybody's name whatever the client left in it. Throws `too_large` where it is
 * too much once every field is written out.
 */
export async function insertTemplate(
  db: Database,
  given: { programmeId: string; createdBy: string; title: string; hint: string; clip: BoardClip },
): Promise<BoardTemplateSummary> {
  const clip = JSON.stringify(asTemplate(given.clip, 'notes'))
  if (Buffer.byteLength(clip) > TEMPLATE_MAX_BYTES) throw new AppError('too_large')
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`board-templates ${given.programmeId}`}, 0))`.execute(trx)
    const { count } = await trx
      .selectFrom('boardTemplate')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('programmeId', '=', given.programmeId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= TEMPLATES_MAX)
      throw new AppError('invalid', [{ path: 'title', problem: 'too_many_templates' }])
    const row = await trx
      .insertInto('boardTemplate')
      .values({ ...given, clip })
      .returning(listed)
      .executeTakeFirstOrThrow()
    return summaryOf(row)
  })
}

/** Changes what is given; throws `not_found`. */
export async function updateTemplate(
  db: Executor,
  { programmeId, templateId }: TemplateAt,
  change: { title?: string | undefined; hint?: string | undefined },
): Promise<BoardTemplateSummary> {
  const row = await db
    .updateTable('boardTemplate')
    .set({ ...change, id: templateId })
    .where('id', '=', templateId)
    .where('programmeId', '=', programmeId)
    .returning(listed)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return summaryOf(row)
}

/** Throws `not_found`. */
export async function deleteTemplate(db: Executor, { programmeId, templateId }: TemplateAt): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('boardTemplate')
    .where('id', '=', templateId)
    .where('programmeId', '=', programmeId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new AppError('not_found')
}

function summaryOf(row: { id: string; title: string; hint: string; createdAt: Date }): BoardTemplateSummary {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
