import type { ActionPatch } from '@meydan/shared/documents/plan/plan'
import { ACTION_TITLE_MAX } from '@meydan/shared/documents/plan/records'
import type { FieldOfWork } from '@meydan/shared/words'
import type { ColumnId } from './columns.ts'
import { foldedWord, priorityWords, statusWords, wordMeant } from './known-words.ts'
import { readDay, readNumber } from './plain-values.ts'

type Named = { id: string; name: string }

/** What names mean here. */
export type Lookup = {
  organisations: readonly Named[]
  seats: readonly Named[]
  goals: readonly Named[]
  /** Fields of work as the language shown calls them. */
  fields: readonly { id: FieldOfWork; name: string }[]
  /** What parts thousands in the language shown. */
  thousands: ',' | '.'
}

const SUPPORTING_MAX = 20
const FIELDS_MAX = 10

/** What an emptied cell becomes; null where it can't be empty. */
export function cleared(column: ColumnId): ActionPatch | null {
  switch (column) {
    case 'title':
      return null
    case 'status':
      return { status: 'proposed' }
    case 'supporting':
      return { supporting: [] }
    case 'fields':
      return { fields: [] }
    case 'indicator':
      return { indicatorCurrent: null }
    default:
      return { [column]: null }
  }
}

/** What a text means in a column; null: not understood. */
export function readCell(column: ColumnId, given: string, lookup: Lookup): ActionPatch | null {
  const text = given.trim()
  if (text === '') return cleared(column)
  switch (column) {
    case 'title':
      return { title: text.replace(/\s+/g, ' ').slice(0, ACTION_TITLE_MAX) }
    case 'status': {
      const status = wordMeant(statusWords, text)
      return status && { status }
    }
    case 'priority': {
      const priority = wordMeant(priorityWords, text)
      return priority && { priority }
    }
    case 'due':
    case 'start': {
      const day = readDay(text)
      return day ? { [column]: day } : null
    }
    case 'progress':
      return progressMeant(text, lookup)
    case 'indicator': {
      // As the cell shows it: "12 / 40" sets what is reached, and what for.
      const [current, target, more] = text.split('/').map((part) => readNumber(part, lookup.thousands))
      if (current == null || target === null || more !== undefined) return null
      return { indicatorCurrent: current, ...(target === undefined ? {} : { indicatorTarget: target }) }
    }
    case 'responsible':
      return patchOf('responsible', idNamed(lookup.organisations, text))
    case 'person':
      return patchOf('person', idNamed(lookup.seats, text))
    case 'goal':
      return patchOf('goal', idNamed(lookup.goals, text))
    case 'supporting': {
      const ids = idsNamed(lookup.organisations, text)
      return ids && { supporting: ids.slice(0, SUPPORTING_MAX) }
    }
    case 'fields': {
      const ids = idsNamed(lookup.fields, text)
      return ids && { fields: (ids as FieldOfWork[]).slice(0, FIELDS_MAX) }
    }
  }
}

/** A spreadsheet's 0.4 that looked like 40 % there comes as "40%"; one without a sign is percent as it stands. */
function progressMeant(text: string, { thousands }: Lookup): ActionPatch | null {
  const value = readNumber(text, thousands)
  return value !== null && value >= 0 && value <= 100 ? { progress: Math.round(value) } : null
}

function patchOf(field: 'responsible' | 'person' | 'goal', id: string | null): ActionPatch | null {
  return id === null ? null : { [field]: id }
}

function idNamed(named: readonly Named[], text: string): string | null {
  const folded = foldedWord(text)
  return named.find(({ id, name }) => foldedWord(name) === folded || id === text)?.id ?? null
}

/** Several, between commas, semicolons or lines; names with a comma of their own count whole. */
function idsNamed(named: readonly Named[], text: string): string[] | null {
  const whole = idNamed(named, text)
  if (whole) return [whole]
  const parts = text.split(/[,;،؛\n]/).map((part) => part.trim())
  const ids = parts.filter(Boolean).map((part) => idNamed(named, part))
  return ids.every((id) => id !== null) ? [...new Set(ids)] : null
}
