import type { InputOf } from '@meydan/shared/contracts/contract'
import type { freezeVersion, signVersion } from '@meydan/shared/contracts/signing'
import { AppError, type ErrorReply } from '@meydan/shared/errors'
import type { Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { contentNow, requireSignable } from './contents.ts'

type At = { seat: Seat; documentId: string; now: Date }

/**
 * Freezes what is committed of a document as its next version and asks organisations to sign it; answers with its id.
 * The room must be locked. Throws `not_found`, `unavailable`, `invalid`, and `conflict` where it isn't what was expected.
 */
export async function freeze(
  trx: Trx,
  { seat, documentId, now, today, ...asked }: At & { today: string } & InputOf<typeof freezeVersion>['body'],
): Promise<string> {
  await requireSignable(trx, { roomId: seat.roomId, documentId })
  await checkAsked(trx, { programmeId: seat.programmeId, today, ...asked })
  // An erasure that is under way is waited for: what it takes out must not be frozen meanwhile.
  await trx.selectFrom('document').select('id').where('id', '=', documentId).forKeyShare().execute()
  const { bytes, hash } = await contentNow(trx, { roomId: seat.roomId, documentId })
  if (asked.expectedHash !== undefined && asked.expectedHash !== hash.toString('hex')) throw new AppError('conflict')
  const last = await newest(trx, documentId)
  const { id: versionId } = await trx
    .insertInto('frozenVersion')
    .values({
      ...{ documentId, hash, seatId: seat.id, note: asked.note, signBy: asked.signBy, createdAt: now },
      content: bytes,
      number: (last?.number ?? 0) + 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const signatories = [...new Set(asked.organisationIds)].map((organisationId) => ({ versionId, organisationId }))
  await trx.insertInto('signatory').values(signatories).execute()
  return versionId
}

/**
 * Adds an organisation's word to a version. The room must be locked. Throws `not_found`, `version_outdated`, `not_asked`.
 */
export async function sign(
  trx: Trx,
  { seat, documentId, now, versionId, ...word }: At & { versionId: string } & InputOf<typeof signVersion>['body'],
): Promise<void> {
  await requireSignable(trx, { roomId: seat.roomId, documentId })
  const { organisationId } = seat
  const version = await trx
    .selectFrom('frozenVersion')
    .select(['hash', 'redactedAt'])
    .where('id', '=', versionId)
    .where('documentId', '=', documentId)
    .executeTakeFirst()
  if (!version) throw new AppError('not_found')
  const isWhole = version.redactedAt === null && version.hash.toString('hex') === word.hash
  if (!isWhole || (await newest(trx, documentId))?.id !== versionId) throw new AppError('version_outdated')
  await requireAsked(trx, { versionId, organisationId })
  const { count } = await trx
    .selectFrom('signature')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('versionId', '=', versionId)
    .where('organisationId', '=', organisationId)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('signature')
    .values({
      ...{ versionId, organisationId, seatId: seat.id, byName: seat.name, createdAt: now },
      ...{ kind: word.kind, words: word.words, position: Number(count) + 1 },
    })
    .execute()
}

function newest(trx: Trx, documentId: string): Promise<{ id: string; number: number } | undefined> {
  return trx
    .selectFrom('frozenVersion')
    .select(['id', 'number'])
    .where('documentId', '=', documentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function requireAsked(db: Executor, given: { versionId: string; organisationId: string }): Promise<void> {
  const asked = await db
    .selectFrom('signatory')
    .select('versionId')
    .where('versionId', '=', given.versionId)
    .where('organisationId', '=', given.organisationId)
    .executeTakeFirst()
  if (!asked) throw new AppError('not_asked')
}

type Asked = { programmeId: string; organisationIds: readonly string[]; signBy: string; today: string }

async function checkAsked(db: Executor, { programmeId, organisationIds, signBy, today }: Asked): Promise<void> {
  const rows = await db
    .selectFrom('organisation')
    .select('id')
    .where('programmeId', '=', programmeId)
    .where('id', 'in', [...organisationIds])
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const fields: NonNullable<ErrorReply['fields']> = organisationIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `organisationIds.${index}`, problem: 'organisation_unknown' }],
  )
  if (signBy < today) fields.push({ path: 'signBy', problem: 'deadline_past' })
  if (fields.length > 0) throw new AppError('invalid', fields)
}
