import type { NotificationKind, NotificationView } from '@meydan/shared/contracts/notifications'
import type { Translate } from '../i18n/index.ts'

/** Kinds in which somebody speaks to me; the others say what became of something, whoever did it. */
const personal: readonly NotificationKind[] = ['mention', 'reply', 'comment']

/** What happened, in one sentence. */
export function sentenceOf(t: Translate, { kind, by }: Pick<NotificationView, 'kind' | 'by'>): string {
  if (!personal.includes(kind)) return t(`notifications.sentence.${kind}`)
  return t(`notifications.sentence.${kind}`, { name: by?.name ?? t('notifications.somebody') })
}

/** Who is behind it, where the sentence doesn't name them. */
export function authorOf({ kind, by }: Pick<NotificationView, 'kind' | 'by'>): string {
  return by && !personal.includes(kind) ? by.name : ''
}
