import { type NoteKind, noteKinds } from '@meydan/shared/documents/board/records'
import { type FieldOfWork, fieldsOfWork } from '@meydan/shared/words'
import { foldedHead } from '../../../exchange/folded-head.ts'
import { wordAt } from '../../../exchange/word-at.ts'
import { allLanguages, type Catalogue } from '../../../i18n/catalogue-parts.ts'
import type { MessageKey } from '../../../i18n/index.ts'
import { keyOfColumn, type NoteColumn, noteColumns } from './note-table.ts'

/** What the words of a table mean, in whichever of our languages it was written. */
export type TableLanguage = {
  columns: ReadonlyMap<string, NoteColumn>
  kinds: ReadonlyMap<string, NoteKind>
  fields: ReadonlyMap<string, FieldOfWork>
}

/** All six languages: a table written in a Turkish room is read in a German one. Rejects when the network is away. */
export async function tableLanguage(): Promise<TableLanguage> {
  return languageOf(await allLanguages())
}

export function languageOf(loaded: readonly Catalogue[]): TableLanguage {
  const meanings = <Name extends string>(names: readonly Name[], keyOf: (name: Name) => MessageKey) =>
    new Map(
      loaded.flatMap((words) =>
        names.flatMap((name) => {
          const word = foldedHead(wordAt(words, keyOf(name)))
          return word === '' ? [] : [[word, name] as const]
        }),
      ),
    )
  return {
    columns: meanings(noteColumns, keyOfColumn),
    kinds: meanings(noteKinds, (kind) => `board.kind.${kind}`),
    fields: meanings(fieldsOfWork, (field) => `field.${field}`),
  }
}
