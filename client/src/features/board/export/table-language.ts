import { type NoteKind, noteKinds } from '@meydan/shared/documents/board/records'
import { type FieldOfWork, fieldsOfWork } from '@meydan/shared/words'
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

function wordAt(words: Catalogue, key: MessageKey): string {
  const found = key
    .split('.')
    .reduce<Catalogue[string] | undefined>((at, part) => (at as Catalogue | undefined)?.[part], words)
  return typeof found === 'string' ? found : ''
}

/** The form under which a word of a table is looked up: case and the four Turkish i's don't matter. */
export function foldedHead(text: string): string {
  return text.normalize('NFKC').replace(/[İIı]/g, 'i').toLowerCase().replace(/\s+/g, ' ').trim()
}
