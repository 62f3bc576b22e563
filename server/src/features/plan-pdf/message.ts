import type { AnswerKind } from '@meydan/shared/contracts/answers'
import type { PlanPaper, PlanPart } from '@meydan/shared/contracts/plan-pdf'
import type { Origin } from '@meydan/shared/contracts/plans'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** An organisation by its name and side. */
export type Party = { name: string; side: Side }

/** What an action came from, as far as the reader may know it. */
export type PrintedSource = Pick<Origin, 'kind' | 'words' | 'state' | 'side' | 'organisation'>

/** What an institution was asked about an action; `kind` null while it hasn't answered. Days as 2027-03-31. */
export type PrintedAnswer = {
  organisation: Party
  replyBy: string
  kind: AnswerKind | null
  reason: string
  passedTo: string | null
  isDone: boolean
}

/** What the printing process is asked; plain enough to be sent. */
export type PlanQuestion = {
  /** The stored document: snapshot and updates. */
  parts: Uint8Array[]
  /** Null: all of them. */
  actions: readonly string[] | null
  shows: readonly PlanPart[]
  paper: PlanPaper
  title: string
  room: string
  programme: string
  /** Who called the programme together; empty where nobody is said to have. */
  host: string
  organisations: [id: string, party: Party][]
  people: [seat: string, name: string][]
  /** By the action's id. */
  sources: [action: string, sources: PrintedSource[]][]
  answers: [action: string, answers: PrintedAnswer[]][]
  language: Language
  /** The day it is where the server is, `2027-03-31`: what is late is late by it. */
  today: string
}
