import { createHash } from 'node:crypto'
import type { FrozenContent } from '@meydan/shared/contracts/signing'
import { canonicalJson } from '@meydan/shared/documents/canonical-json'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { type DocumentKind, documentKinds, pathOfDocument } from '@meydan/shared/documents/kinds'
import { frozenMinutes, redactedMinutes } from '@meydan/shared/documents/minutes/frozen'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { BODY } from '@meydan/shared/documents/minutes/records'
import { signedIn } from '@meydan/shared/documents/plan/difference'
import { frozenPlan, type PlanNames, redactedPlan } from '@meydan/shared/documents/plan/frozen'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import { AppError } from '@meydan/shared/errors'
import * as Y from 'yjs'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'

/** How a kind of document is frozen. */
type Freezing = {
  make: (doc: Y.Doc, names: PlanNames) => FrozenContent
  /**
   * The content without words of these records that the document no longer has; null where there are none. Called when
   * the document is clean.
   */
  redact: (content: FrozenContent, doc: Y.Doc, written: ReadonlySet<string>) => FrozenContent | null
}

/** The kinds that can be signed. */
const freezings: Partial<Record<DocumentKind, Freezing>> = {
  plan: {
    make: (doc, names) => frozenPlan(new Plan(doc), names),
    redact(content, doc, written) {
      if (content.format !== 'meydan.frozen-plan') return null
      const names = { document: content.document, title: content.title, organisations: new Map<string, string>() }
      return redactedPlan(content, frozenPlan(new Plan(doc), names, signedIn(content)), written)
    },
  },
  minutes: {
    make: (doc, names) => frozenMinutes(new Minutes(doc).blocks(), names),
    redact(content, doc, written) {
      if (content.format !== 'meydan.frozen-minutes' || !written.has(BODY)) return null
      return redactedMinutes(content, frozenMinutes(new Minutes(doc).blocks(), content))
    },
  },
}

const signableKinds = documentKinds.filter((kind) => freezings[kind])

export type Frozen = { content: FrozenContent; bytes: Buffer; hash: Buffer }

/** Throws `not_found` where the room has no such document, or it is of a kind that isn't signed. `path`: of its page. */
export async function requireSignable(db: Executor, given: { roomId: string; documentId: string }) {
  const found = await db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .select(['document.title', 'room.name as roomName', 'room.archivedAt', 'room.programmeId'])
    .select((eb) => eb.ref('document.kind').$castTo<DocumentKind>().as('kind'))
    .where('document.id', '=', given.documentId)
    .where('document.roomId', '=', given.roomId)
    .where('document.kind', 'in', signableKinds)
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
  const { kind, ...rest } = found
  return { ...rest, path: pathOfDocument(given.roomId, { id: given.documentId, kind }) }
}

/** What freezing a document now would freeze. Throws `not_found` as above, `unavailable` where it can't be read. */
export async function contentNow(db: Executor, given: { roomId: string; documentId: string }): Promise<Frozen> {
  const { title, programmeId } = await requireSignable(db, given)
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('programmeId', '=', programmeId)
    .execute()
  const organisations = new Map(rows.map(({ id, name }) => [id, name]))
  const names = { document: given.documentId, title, organisations }
  return frozenForm(await readNow(db, given.documentId, (doc, freezing) => freezing.make(doc, names)))
}

/** The content of a frozen version after an erasure; null where nothing of it was erased. */
export async function redactedContent(
  db: Executor,
  { documentId, content, written }: { documentId: string; content: FrozenContent; written: ReadonlySet<string> },
): Promise<Frozen | null> {
  const left = await readNow(db, documentId, (doc, freezing) => freezing.redact(content, doc, written))
  return left && frozenForm(left)
}

function frozenForm(content: FrozenContent): Frozen {
  const bytes = Buffer.from(canonicalJson(content))
  return { content, bytes, hash: createHash('sha256').update(bytes).digest() }
}

async function readNow<T>(db: Executor, documentId: string, read: (doc: Y.Doc, freezing: Freezing) => T): Promise<T> {
  const stored = await new DocumentLog(db).read(documentId)
  const freezing = stored && freezings[stored.kind]
  if (!freezing) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const bytes of stored.parts) Y.applyUpdate(doc, bytes)
    })
    const { version, migrations } = documentCatalogue[stored.kind]
    if (doc.store.pendingStructs || doc.store.pendingDs || versionOf(doc) > version) throw new AppError('unavailable')
    migrateDocument(doc, migrations)
    return read(doc, freezing)
  } finally {
    doc.destroy()
  }
}
