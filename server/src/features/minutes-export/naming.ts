import type { RichChip, RichMention, RichTask } from '@meydan/shared/documents/rich-text/read'
import { sides } from '@meydan/shared/words'
import { cleanWords } from './clean-words.ts'
import type { MinutesQuestion } from './message.ts'
import { minutesWords } from './words.ts'

type Framed = { head: string; facts: string[] }
const oneLine = (text: string) => cleanWords(text).replace(/\s+/g, ' ').trim()

/** What the text names, as it is called now: names that are nobody's any more are what the text itself says. */
export function namesOf({ names, language }: Pick<MinutesQuestion, 'names' | 'language'>) {
  const words = minutesWords[language]
  const [decisions, votes, parties] = [new Map(names.decisions), new Map(names.votes), new Map(names.parties)]
  const [actions, objects, hidden] = [new Map(names.actions), new Map(names.objects), new Set(names.hidden)]
  const clauses = Map.groupBy(names.clauses, ({ clause }) => clause)
  const numbers = new Intl.NumberFormat(language)
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const dayOf = (day: string) => days.format(new Date(`${day}T00:00:00Z`))
  const counted = (word: string, count: number) => `${word}: ${numbers.format(count)}`

  function chip({ kind, document, record, label }: RichChip): string {
    const key = `${document} ${record}`
    if (hidden.has(key)) return words.hidden
    if (kind === 'decision') return oneLine(decisions.get(record)?.title ?? label)
    if (kind === 'vote') return oneLine(votes.get(record) ?? label)
    if (kind === 'action') return oneLine(actions.get(key)?.title || label)
    return oneLine(objects.get(key) || label)
  }

  return {
    chip,
    mention: ({ target, label }: RichMention): string => `@${oneLine(parties.get(target) ?? label)}`,

    /** Who does it until when; '' where nothing is known. */
    action({ plan, action }: NonNullable<RichTask['action']>): string {
      const known = actions.get(`${plan} ${action}`)
      return [
        ...(known?.responsible ? [`${words.responsible}: ${oneLine(known.responsible)}`] : []),
        ...(known?.due ? [`${words.due}: ${dayOf(known.due)}`] : []),
      ].join(' · ')
    },

    decision(entry: string | null): Framed {
      const known = entry === null ? undefined : decisions.get(entry)
      if (!known) return { head: words.decision, facts: [] }
      const counts = (['agree', 'object', 'abstain'] as const).flatMap((kind) => {
        const count = known.counts.find(([each]) => each === kind)?.[1] ?? 0
        return count === 0 ? [] : [counted(words.stances[kind], count)]
      })
      return {
        head: words.decision,
        facts: [
          `${words.states[known.state]} · ${dayOf(known.day)}`,
          ...(counts.length > 0 ? [counts.join(' · ')] : []),
        ],
      }
    },

    /** `number`: its place among the clauses. */
    clause(id: string, number: number | undefined): Framed {
      const said = clauses.get(id) ?? []
      const facts = sides.flatMap((side) => {
        const counts = (['agree', 'object'] as const).flatMap((kind) => {
          const count = said.find((each) => each.side === side && each.kind === kind)?.count ?? 0
          return count === 0 ? [] : [counted(words.stances[kind], count)]
        })
        return counts.length === 0 ? [] : [`${words.sides[side]} – ${counts.join(' · ')}`]
      })
      return { head: number === undefined ? words.clause : `§ ${numbers.format(number)}`, facts }
    },
  }
}
