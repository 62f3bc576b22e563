import { isolated } from '@meydan/shared/isolated'
import { directionOf, type Language } from '@meydan/shared/languages'
import { type LetterPart, writeLetter } from '../../mail/letter.ts'
import { setApart, together } from '../../mail/set-apart.ts'
import { type DueThing, personKinds } from './due.ts'
import { letterWords } from './letter-words.ts'

/** More than these nobody reads in a mail; the others are behind its last link. */
const MOST = 40

/**
 * All that a person is reminded of in one run, what is late first. The subject stands in lists that others may see: it
 * says how much it is, and nothing of what.
 */
export function reminderLetter(things: readonly DueThing[], at: { language: Language; origin: string }) {
  const { language, origin } = at
  const words = setApart(letterWords[language], language)
  // A day without a zone: UTC names it as it is.
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const ordered = personKinds.flatMap((kind) => things.filter((thing) => thing.kind === kind))
  const shown = ordered.slice(0, MOST)

  const partsOf = (thing: DueThing): LetterPart[] => {
    const { kind, organisation, due, room, programme } = thing
    const date = dates.format(new Date(`${due}T00:00:00Z`))
    const label = oneLine(thing.title) || (kind === 'asked_overdue' ? (organisation ?? '') : '') || words.untitled
    const facts = [words.day[kind](date), organisation === label ? null : organisation, room, programme]
    const line = together(facts, language)
    return [
      { link: { label: isolated(label, directionOf(language)), url: origin + pathOf(thing) } },
      { paragraph: line },
    ]
  }

  const groups = personKinds.flatMap((kind): LetterPart[] => {
    const group = shown.filter((thing) => thing.kind === kind)
    return group.length === 0 ? [] : [{ heading: words.heading[kind] }, ...group.flatMap(partsOf)]
  })
  return writeLetter(language, subjectOf(language, ordered.length), [
    ...groups,
    ...(ordered.length > MOST ? [{ link: { label: words.more, url: `${origin}/actions` } }] : []),
    { paragraph: words.foot },
  ])
}

function subjectOf(language: Language, count: number): string {
  const { subject } = letterWords[language]
  const form = new Intl.PluralRules(language).select(count)
  return (subject[form] ?? subject.other)(new Intl.NumberFormat(language).format(count))
}

/** Ids of actions are made by clients. */
function pathOf({ roomId, documentId, actionId }: DueThing): string {
  if (documentId === null || actionId === null) return `/rooms/${roomId}`
  return `/rooms/${roomId}/plans/${documentId}?action=${encodeURIComponent(actionId)}`
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
