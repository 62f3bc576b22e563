import { expect, test } from 'vitest'
import { setApart } from './set-apart.ts'

const words = {
  plain: 'أهلًا',
  asks: ({ by, number }: { by: string; number: number }) => `«${by}» ${number}`,
  kinds: { room: (name: string) => `الغرفة «${name}»` },
}

test('names are set apart in every sentence, however it is given them', () => {
  const arabic = setApart(words, 'ar')
  expect(arabic.plain).toBe('أهلًا')
  expect(arabic.kinds.room('Ortak oda')).toBe('الغرفة «\u2068Ortak oda\u2069»')
  expect(arabic.kinds.room('غرفة')).toBe('الغرفة «غرفة»')
  expect(arabic.asks({ by: 'KADEM', number: 3 })).toBe('«\u2068KADEM\u2069» 3')
  expect(setApart(words, 'ar'), 'made once').toBe(arabic)
})
