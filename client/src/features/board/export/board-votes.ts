import type { OptionResult, VoteView } from '@meydan/shared/contracts/votes'

/** What a closed vote says of one object of the board. */
export type Voted = Pick<VoteView, 'id' | 'title' | 'kind'> & { result: OptionResult }

/** By the id of the object: what each vote on it came to. */
export function votesByRecord(votes: readonly VoteView[]): ReadonlyMap<string, Voted[]> {
  const found = new Map<string, Voted[]>()
  for (const { id, title, kind, options, result } of votes) {
    const results = new Map(result?.options.map((each) => [each.optionId, each]))
    for (const option of options) {
      const given = results.get(option.id)
      if (given) found.set(option.recordId, [...(found.get(option.recordId) ?? []), { id, title, kind, result: given }])
    }
  }
  return found
}

/** The votes on these objects as a board's file holds them: sums by side, no ballot. */
export function votesForFile(votes: readonly VoteView[], records: ReadonlySet<string>) {
  return votes.flatMap(({ id, title, kind, budget, budgetOf, closedAt, options, result }) => {
    const recordOf = new Map(options.map((option) => [option.id, option]))
    const here = (result?.options ?? []).flatMap(({ optionId, ...sums }) => {
      const { recordId = '', label } = recordOf.get(optionId) ?? {}
      return records.has(recordId) ? [{ recordId, label, ...sums }] : []
    })
    if (here.length === 0 || !result) return []
    const { voters, eligible } = result
    return [{ id, title, kind, budget, budgetOf, closedAt, voters, eligible, options: here }]
  })
}
