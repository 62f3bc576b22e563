import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { shownValues } from './shown-values.ts'

test('values by which a message chooses or counts are not among those that it shows', () => {
  const of = (message: string) =>
    [...shownValues(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())].sort()
  expect(of('«{name}» in {room}')).toEqual(['name', 'room'])
  expect(of('{count, plural, one {# by {who}} other {# by {who}}}')).toEqual(['who'])
  expect(of('{side, select, civil {{name}} other {{side}}}')).toEqual(['name'])
  expect(of('{at, date} {n, number} {when}')).toEqual(['when'])
  expect(of('no value')).toEqual([])
  expect(of('name{name}')).toEqual(['name'])
})
