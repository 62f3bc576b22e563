import type { Side } from '@meydan/shared/words'
import type * as Y from 'yjs'

/** Something of a document that somebody outside of its room may speak about: a record of it, or all of it. */
export type OutsideSubject = { recordId: string | null; words: string }

/** What a view of a document needs that is shown to people without a seat; it fetches nothing, and changes nothing. */
export type OutsideProps = {
  doc: Y.Doc
  documentId: string
  /** Organisations that the document names by id. */
  organisations: readonly { id: string; name: string; side: Side }[]
  /** Whether something can be said; then it emits `say` with the subject. */
  mayComment: boolean
  /** Fetches a picture that the document shows. */
  picture: (imageId: string) => Promise<Blob>
  /** How many conversations there are about each record. */
  said: ReadonlyMap<string, number>
}

/** What such a view offers: to bring a record into sight. False where it isn't there. */
export type OutsideView = { show: (recordId: string) => boolean }
