import type { MinutesFormat } from '@meydan/shared/contracts/minutes'
import type { DecisionView, StanceKind } from '@meydan/shared/contracts/decisions'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** `day`: 2027-03-31, when it was decided or, where it isn't, put; counts are of organisations, by their last word. */
export type NamedDecision = {
  title: string
  state: DecisionView['state']
  day: string
  counts: [kind: StanceKind, count: number][]
}
export type NamedAction = { title: string; responsible: string; due: string | null }
/** How many organisations of a side agree to a clause, or object. */
export type ClauseCount = { clause: string; side: Side; kind: 'agree' | 'object'; count: number }

/** What the text names outside of itself, as it is called now. Keys of records: document and record, with a space. */
export type Names = {
  decisions: [id: string, decision: NamedDecision][]
  votes: [id: string, title: string][]
  /** Seats and organisations. */
  parties: [id: string, name: string][]
  actions: [key: string, action: NamedAction][]
  /** Notes and themes. */
  objects: [key: string, words: string][]
  /** What is hidden on boards: of it nothing is said. */
  hidden: string[]
  clauses: ClauseCount[]
  /** The room's meetings by when they are or were, in words. */
  meetings: [id: string, when: string][]
}

/** What the printing process is asked; plain enough to be sent. */
export type MinutesQuestion = {
  format: MinutesFormat
  /** The stored document: snapshot and updates. */
  parts: Uint8Array[]
  title: string
  room: string
  programme: string
  names: Names
  language: Language
  /** The day it is where the server is, `2027-03-31`. */
  today: string
}
