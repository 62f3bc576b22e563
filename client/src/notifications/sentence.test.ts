import { notificationKinds, type NotificationView } from '@meydan/shared/contracts/notifications'
import { expect, test } from 'vitest'
import english from '../i18n/en.json' with { type: 'json' }
import type { Translate } from '../i18n/index.ts'
import { authorOf, sentenceOf } from './sentence.ts'

const say: Translate = (key, values) => (values ? `${key} ${String(values.name)}` : key)
const ada: NotificationView['by'] = { name: 'Ada', organisation: 'KADEM', side: 'civil' }

test('who speaks to me is named in the sentence, everyone else beside it', () => {
  for (const kind of notificationKinds) {
    const isNamed = sentenceOf(say, { kind, by: ada }).endsWith(' Ada')
    expect([kind, isNamed]).toEqual([kind, english.notifications.sentence[kind].includes('{name}')])
    expect([kind, authorOf({ kind, by: ada })]).toEqual([kind, isNamed ? '' : 'Ada'])
  }
})

test('somebody who was erased has no name', () => {
  expect(sentenceOf(say, { kind: 'reply', by: null })).toBe('notifications.sentence.reply notifications.somebody')
  expect(authorOf({ kind: 'decision', by: null })).toBe('')
})
