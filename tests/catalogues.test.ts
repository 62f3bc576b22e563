import { readFileSync } from 'node:fs'
import path from 'node:path'
import { languages } from '@meydan/shared/languages'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { sourceFiles } from './support/source.ts'

type Messages = Map<string, string>
type Element = ReturnType<IntlMessageFormat['getAst']>[number]

const folder = path.join(import.meta.dirname, '../client/src/i18n')
const catalogues = new Map(
  languages.map((language) => [
    language,
    flatten(JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8'))),
  ]),
)
const english = catalogues.get('en')!

/** Keys of longer texts that really are the same in another language. */
const SAME_IN_ENGLISH = new Set(['account.administrator'])

const SAME_MAX_LETTERS = 12
const ARABIC_FORMS = ['zero', 'one', 'two', 'few', 'many', 'other']

function flatten(tree: object, prefix = ''): Messages {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${prefix}${name}`, value]] : [...flatten(value, `${prefix}${name}.`)],
    ),
  )
}

function parse(message: string, language: string): Element[] {
  return new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst()
}

/** Every placeholder and plural with its kind, wherever it stands in the message. */
function argumentsOf(elements: Element[]): string[] {
  const found = elements.flatMap((element) => {
    const name = 'value' in element && element.type !== 0 ? [`${element.type}:${element.value}`] : []
    return [...name, ...branchesOf(element).flatMap(([, branch]) => argumentsOf(branch))]
  })
  return [...new Set(found)].sort()
}

function branchesOf(element: Element): [string, Element[]][] {
  if (!('options' in element)) return []
  return Object.entries(element.options).map(([name, { value }]) => [name, value])
}

/** The plural forms an Arabic message lacks; a text without plural lacks none. */
function missingArabicForms(elements: Element[]): string[] {
  return elements.flatMap((element) => {
    const branches = branchesOf(element)
    const isPlural = 'pluralType' in element && element.pluralType === 'cardinal'
    const missing = isPlural ? ARABIC_FORMS.filter((form) => !branches.some(([name]) => name === form)) : []
    return [...missing, ...branches.flatMap(([, branch]) => missingArabicForms(branch))]
  })
}

/** Letters that a reader would read, without the names of what is put in. */
function lettersOf(message: string): number {
  return message.replace(/\{\w+\}/g, '').replace(/\P{L}/gu, '').length
}

/** Keys that the code names, and the beginnings of those it puts together: `errors.${code}`. */
function usedKeys(texts: string[]): { keys: Set<string>; prefixes: Set<string>; called: Set<string> } {
  const used = { keys: new Set<string>(), prefixes: new Set<string>(), called: new Set<string>() }
  for (const text of texts) {
    for (const [, key] of text.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/g)) used.keys.add(key!)
    for (const [, prefix] of text.matchAll(/`([a-z]\w*(?:\.\w+)*\.)\$\{/g)) used.prefixes.add(prefix!)
    for (const [, key] of text.matchAll(/(?<![\w.$])t\(\s*'([^']+)'/g)) used.called.add(key!)
  }
  return used
}

function unusedKeys(messages: Messages, texts: string[]): string[] {
  const { keys, prefixes } = usedKeys(texts)
  return [...messages.keys()].filter((key) => !keys.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)))
}

const sources = sourceFiles('client/src/**/*.{ts,vue}', 'shared/src/**/*.ts').map(({ text }) => text)

test('there are messages', () => {
  expect(english.size).toBeGreaterThan(100)
})

test.each(languages)('%s has the keys English has, and no others', (language) => {
  expect([...catalogues.get(language)!.keys()].sort()).toEqual([...english.keys()].sort())
})

test.each(languages)('%s: every message is valid and takes the values English takes', (language) => {
  const faults = [...catalogues.get(language)!].flatMap(([key, message]) => {
    try {
      const given = argumentsOf(parse(message, language)).join()
      const wanted = argumentsOf(parse(english.get(key) ?? '', 'en')).join()
      return given === wanted ? [] : [`${key}: takes ${given || 'nothing'}, English takes ${wanted || 'nothing'}`]
    } catch (error) {
      return [`${key}: ${String(error)}`]
    }
  })
  expect(faults).toEqual([])
})

test('arguments are compared wherever they stand', () => {
  const nested = parse('{count, plural, one {{name} wrote} other {# wrote, {name} too}}', 'en')
  expect(argumentsOf(nested)).toEqual(['1:name', '6:count'])
  expect(() => parse('{count, plural, one {x}', 'en')).toThrow()
})

test('Arabic counts in all its six forms', () => {
  expect(missingArabicForms(parse('{n, plural, one {a} other {b}}', 'ar'))).toEqual(['zero', 'two', 'few', 'many'])
  const faults = [...catalogues.get('ar')!].flatMap(([key, message]) => {
    const missing = missingArabicForms(parse(message, 'ar'))
    return missing.length > 0 ? [`${key} lacks ${missing.join(', ')}`] : []
  })
  expect(faults).toEqual([])
})

test.each(languages.filter((language) => language !== 'en'))('%s: nothing was left in English', (language) => {
  const same = [...catalogues.get(language)!].filter(
    ([key, message]) =>
      lettersOf(message) > SAME_MAX_LETTERS && message === english.get(key) && !SAME_IN_ENGLISH.has(key),
  )
  expect(same).toEqual([])
})

test('every key the client asks for exists', () => {
  expect([...usedKeys(["t('a.b')", "t( 'c.d', { n })"]).called]).toEqual(['a.b', 'c.d'])
  expect([...usedKeys(sources).called].filter((key) => !english.has(key))).toEqual([])
})

test('no key is left over', () => {
  const messages = new Map([
    ['a.used', ''],
    ['errors.gone', ''],
    ['b.left', ''],
  ])
  expect(unusedKeys(messages, ["t('a.used')", 't(`errors.${code}`)'])).toEqual(['b.left'])
  expect(unusedKeys(english, sources)).toEqual([])
})
