import { FrozenContent, type FrozenVersion, SignatureKind, type Signatory } from '@meydan/shared/contracts/signing'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import { Side, sides } from '@meydan/shared/words'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import { requireSignable } from './contents.ts'

export type VersionsOf = { documentId: string; seat: Seat; timeZone: string }

/** The frozen versions of a document as a seat of its room sees them, the newest first. Throws `not_found`. */
export async function versionsOf(db: Executor, { documentId, seat, timeZone }: VersionsOf): Promise<FrozenVersion[]> {
  const { archivedAt } = await requireSignable(db, { roomId: seat.roomId, documentId })
  const rows = await versionRows(db, documentId)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const signatories = await signatoriesOf(db, ids)
  const signatures = await signaturesOf(db, ids)
  const mayAtAll = archivedAt === null && isGranted('signing.sign', grantsOf(seat))
  return rows.map(({ id, hash, redactedAt, createdAt, name, organisation, signBy, ...row }, index) => {
    const asked = signatories.filter(({ versionId }) => versionId === id)
    const isLate = (at: Date) => signBy !== null && dayIn(timeZone, at) > signBy
    return {
      ...{ id, ...row, signBy },
      hash: hash.toString('hex'),
      isRedacted: redactedAt !== null,
      createdAt: createdAt.toISOString(),
      frozenBy: name === null || organisation === null ? null : { name, organisation },
      signatories: asked.map((one) => ({
        organisation: { id: one.id, name: one.name, side: one.side },
        signatures: signatures
          .filter(({ versionId, organisationId }) => versionId === id && organisationId === one.id)
          .map((signature) => signatureView(signature, isLate(signature.createdAt))),
      })),
      maySign: mayAtAll && index === 0 && redactedAt === null && asked.some(({ id }) => id === seat.organisationId),
    }
  })
}

/** One of them. Throws `not_found`. */
export async function versionOf(db: Executor, given: VersionsOf & { versionId: string }): Promise<FrozenVersion> {
  const versions = await versionsOf(db, given)
  const version = versions.find(({ id }) => id === given.versionId)
  if (!version) throw new AppError('not_found')
  return version
}

/** The bytes of a version's content. Throws `not_found`. */
export async function bytesOf(
  db: Executor,
  { roomId, documentId, versionId }: { roomId: string; documentId: string; versionId: string },
): Promise<{ bytes: Buffer; number: number; title: string }> {
  const { title } = await requireSignable(db, { roomId, documentId })
  const row = await db
    .selectFrom('frozenVersion')
    .select(['content', 'number'])
    .where('id', '=', versionId)
    .where('documentId', '=', documentId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return { bytes: row.content, number: row.number, title }
}

export function contentIn(bytes: Buffer): FrozenContent {
  return FrozenContent.parse(JSON.parse(bytes.toString()))
}

function versionRows(db: Executor, documentId: string) {
  return db
    .selectFrom('frozenVersion')
    .leftJoin('seat', 'seat.id', 'frozenVersion.seatId')
    .leftJoin('person', 'person.id', 'seat.personId')
    .leftJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select([
      'frozenVersion.id',
      'frozenVersion.number',
      'frozenVersion.hash',
      'frozenVersion.redactedAt',
      'frozenVersion.note',
      'frozenVersion.signBy',
      'frozenVersion.createdAt',
      'person.name',
      'organisation.name as organisation',
    ])
    .where('frozenVersion.documentId', '=', documentId)
    .orderBy('frozenVersion.number', 'desc')
    .execute()
}

async function signatoriesOf(
  db: Executor,
  versionIds: string[],
): Promise<(Signatory['organisation'] & { versionId: string })[]> {
  const rows = await db
    .selectFrom('signatory')
    .innerJoin('organisation', 'organisation.id', 'signatory.organisationId')
    .select(['signatory.versionId', 'organisation.id', 'organisation.name', 'organisation.side'])
    .where('signatory.versionId', 'in', versionIds)
    .orderBy('organisation.nameFolded')
    .orderBy('organisation.id')
    .execute()
  return rows
    .map((row) => ({ ...row, side: Side.parse(row.side) }))
    .sort((a, b) => sides.indexOf(a.side) - sides.indexOf(b.side))
}

function signaturesOf(db: Executor, versionIds: string[]) {
  return db
    .selectFrom('signature')
    .select(['id', 'versionId', 'organisationId', 'kind', 'words', 'byName', 'createdAt', 'redactedAt'])
    .where('versionId', 'in', versionIds)
    .orderBy('position')
    .execute()
}

type SignatureRow = Awaited<ReturnType<typeof signaturesOf>>[number]

function signatureView({ id, kind, words, byName, createdAt, redactedAt }: SignatureRow, isLate: boolean) {
  return {
    ...{ id, words, byName, isLate },
    kind: SignatureKind.parse(kind),
    createdAt: createdAt.toISOString(),
    isErased: redactedAt !== null,
  }
}
