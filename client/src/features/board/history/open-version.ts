import { readVersion } from '@meydan/shared/contracts/history'
import { Board } from '@meydan/shared/documents/board/board'
import { boardMigrations } from '@meydan/shared/documents/board/migrations'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { ApiError, call } from '../../../api.ts'

/** Steps to and fro over a few versions fetch each once; a crowded board is a few hundred kilobytes. */
const KEPT = 16

export type VersionStore = { isHere(id: string): boolean; fetch(id: string): Promise<Uint8Array> }

/** Versions of one document, each fetched once, the longest unseen one forgotten first. */
export function versionStore(of: { roomId: string; documentId: string }): VersionStore {
  const kept = new Map<string, Promise<Uint8Array>>()
  const here = new Set<string>()

  async function read(versionId: string): Promise<Uint8Array> {
    const { update } = await call(readVersion, { params: { ...of, versionId } })
    here.add(versionId)
    return Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0))
  }

  return {
    isHere: (id) => here.has(id),
    fetch(id) {
      const known = kept.get(id) ?? read(id)
      kept.delete(id)
      kept.set(id, known)
      known.catch(() => kept.delete(id))
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) {
        kept.delete(oldest)
        here.delete(oldest)
      }
      return known
    },
  }
}

/** A board of its own as it was then. Throws `unavailable` where a newer page wrote it. */
export function openVersion(bytes: Uint8Array): Board {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  if (versionOf(doc) > boardMigrations.length + 1) throw new ApiError('unavailable')
  migrateDocument(doc, boardMigrations)
  return new Board(doc)
}
