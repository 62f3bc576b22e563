import type { Note, Theme } from '@meydan/shared/documents/board/records'
import type { Translate } from '../../../i18n/index.ts'

export const severities = [1, 2, 3, 4, 5] as const
export type Severity = (typeof severities)[number]

export type NeedFields = Pick<Note | Theme, 'kind' | 'affected' | 'fields' | 'locality' | 'severity' | 'evidence'>
export type Marked = NeedFields & { locked: boolean }

export function severityWord(t: Translate, level: number): string {
  return t(`board.need.level.${level as Severity}`)
}

/** What the small marks say, for those who don't see them and for those who point at them. */
export function severityWords(t: Translate, level: number): string {
  return t('board.need.severityMark', { level, word: severityWord(t, level) })
}

export function fieldsWords(t: Translate, fields: NeedFields['fields']): string {
  return t('board.need.fieldsMark', {
    count: fields.length,
    names: fields.map((field) => t(`field.${field}`)).join(`${t('common.comma')} `),
  })
}

/** Whether there is any mark to be shown. */
export function isMarked({ kind, fields, severity, evidence, locked }: Marked): boolean {
  return kind !== null || fields.length > 0 || severity !== null || evidence !== '' || locked
}

/** Everything said about a note or theme beyond its words, as a screen reader reads it. */
export function needWords(t: Translate, item: Marked): string[] {
  return [
    item.kind ? t(`board.kind.${item.kind}`) : '',
    item.severity ? severityWords(t, item.severity) : '',
    item.fields.length > 0 ? fieldsWords(t, item.fields) : '',
    item.evidence ? t('board.need.evidenceMark') : '',
    item.locked ? t('board.need.lockedMark') : '',
  ].filter((part) => part !== '')
}
