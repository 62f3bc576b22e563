import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { signingLetter } from './letters.ts'

test.each(languages)(
  'the letter in %s says who asks whom for what by when, and its subject nothing of it',
  (language) => {
    const letter = signingLetter({
      ...{ language, title: 'Gizli plan', roomName: 'Ortak oda', number: 2, signBy: '2027-03-03' },
      organisation: 'Şahinbey Belediyesi',
      by: { organisationName: 'KADEM' },
      url: 'https://meydan.example.org/rooms/1/plans/2?panel=signing',
    })
    for (const words of ['KADEM', 'Şahinbey Belediyesi', 'Gizli plan', 'Ortak oda', '?panel=signing']) {
      expect(letter.text).toContain(words)
    }
    for (const words of ['KADEM', 'Şahinbey', 'Gizli', 'Ortak']) expect(letter.subject).not.toContain(words)
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date('2027-03-03'),
    )
    for (const text of [letter.subject, letter.text])
      expect(text.replace(/\s+/g, ' ')).toContain(date.replace(/\s+/g, ' '))
  },
)
