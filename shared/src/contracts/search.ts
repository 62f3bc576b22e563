import { z } from 'zod'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, StoredText, Time } from './ids.ts'

/** What can be found; named under `search.kind.`. */
export const foundKinds = ['theme', 'note', 'action', 'minutes', 'comment', 'decision', 'document', 'meeting'] as const
export const FoundKind = z.enum(foundKinds)
export type FoundKind = z.infer<typeof FoundKind>

export const SEARCH_WORDS_MAX = 200
export const SEARCH_PAGE = 25
/** So many of a kind are looked through; beyond, a count is “at least”. */
export const SEARCH_DEPTH = 500

export const Found = z.object({
  kind: FoundKind,
  /** Of the record, comment, decision, document or meeting; of minutes, the document and which of its parts. */
  id: z.string(),
  roomId: Id,
  roomName: z.string(),
  programmeName: z.string(),
  /** The document it is in, by its title. */
  documentTitle: z.string().nullable(),
  /** What is written there, at most 240 characters around the first word that was looked for. */
  words: z.string(),
  side: Side.nullable(),
  at: Time.nullable(),
  /** Path in this installation that shows it. */
  path: z.string(),
})
export type Found = z.infer<typeof Found>

/**
 * Every word has to be there, whole or as the beginning of one; capitals, the four Turkish i's, accents, Arabic vowel
 * marks, forms of alef and the article make no difference. What is hidden, deleted or private is not found.
 */
export const search = contract({
  method: 'GET',
  path: '/api/search',
  needs: 'self.edit',
  summary:
    'Look for words in all rooms one has a seat in: notes, themes, actions, minutes, comments, decisions, titles',
  query: z.strictObject({
    q: StoredText.max(SEARCH_WORDS_MAX),
    kind: FoundKind.optional(),
    programmeId: Id.optional(),
    roomId: Id.optional(),
    /** How many of these were shown already. */
    skip: z.coerce.number().int().min(0).max(SEARCH_DEPTH).default(0),
  }),
  reply: z.object({
    found: z.array(Found),
    /** How many of each kind there are, at most `SEARCH_DEPTH`. */
    counts: z.partialRecord(FoundKind, z.int()),
    hasMore: z.boolean(),
  }),
  limit: 'search',
})

/** The rooms that can be looked in, for a choice of one. */
export const listSearchedRooms = contract({
  method: 'GET',
  path: '/api/search/rooms',
  needs: 'self.edit',
  summary: 'Rooms one has a seat in, by programme',
  reply: z.object({
    rooms: z.array(z.object({ id: Id, name: z.string(), programmeId: Id, programmeName: z.string() })),
  }),
})
