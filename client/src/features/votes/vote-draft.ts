import type { StepView } from '@meydan/shared/contracts/meetings'
import type { BudgetOf, OptionDraft, VoteKind, VoteView } from '@meydan/shared/contracts/votes'
import { LABEL_MAX } from '@meydan/shared/contracts/votes'
import type { z } from 'zod'
import type { BoardHandle } from '../../workshop/board-handle.ts'

/** A vote as it is being written. */
export type VoteDraft = {
  title: string
  kind: VoteKind
  /** As its field holds it. */
  budget: string
  budgetOf: z.infer<typeof BudgetOf>
  mostPerOption: string
  documentId: string | null
  stepId: string | null
  /** As a `datetime-local` field holds it; empty: none. */
  deadline: string
  options: OptionDraft[]
}

const votable = ['note', 'theme', 'frame'] as const

export function draftOf(vote: VoteView | null): VoteDraft {
  return {
    title: vote?.title ?? '',
    kind: vote?.kind ?? 'dots',
    budget: String(vote?.budget ?? 3),
    budgetOf: vote?.budgetOf ?? 'person',
    mostPerOption: String(vote?.mostPerOption ?? 1),
    documentId: vote?.documentId ?? null,
    stepId: vote?.stepId ?? null,
    deadline: vote?.deadline ? localTime(vote.deadline) : '',
    options: vote?.options.map(({ recordId, recordType, label }) => ({ recordId, recordType, label })) ?? [],
  }
}

/** What of these objects can be voted on, and isn't in `known` yet. A note in a chosen theme counts by itself, too. */
export function optionsFrom(
  handle: Pick<BoardHandle, 'nameOf'>,
  ids: readonly string[],
  known: readonly OptionDraft[],
): OptionDraft[] {
  const there = new Set(known.map(({ recordId }) => recordId))
  return ids.flatMap((recordId) => {
    const name = handle.nameOf(recordId)
    const recordType = votable.find((type) => type === name?.type)
    if (!name || !recordType || there.has(recordId)) return []
    return [{ recordId, recordType, label: [...name.label.trim()].slice(0, LABEL_MAX).join('') }]
  })
}

/** Whether a step of voting runs for which nobody has made a vote, as far as the reader may know, and none is open. */
export function lacksVote(step: Pick<StepView, 'id' | 'mode'> | null, votes: readonly VoteView[]): boolean {
  return step?.mode === 'vote' && votes.every(({ stepId, state }) => stepId !== step.id && state !== 'open')
}

export function isoOf(local: string): string | null {
  const at = new Date(local)
  return local && !Number.isNaN(at.getTime()) ? at.toISOString() : null
}

function localTime(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
