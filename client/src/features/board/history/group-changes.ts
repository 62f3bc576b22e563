import type { ChangeView } from '@meydan/shared/contracts/history'
import type { Board } from '@meydan/shared/documents/board/board'
import { type Aspect, aspectsOf } from './aspects.ts'

/** What one person did of one sort within a few minutes, told as one. */
export type ChangeGroup = {
  key: string
  seatId: string | null
  /** Notes that somebody wrote, nobody says who. */
  isUnnamed: boolean
  action: ChangeView['action']
  /** Of the newest of them. */
  at: string
  /** Each record once, newest first. */
  changes: ChangeView[]
  /** Root → how many records of it. */
  counts: ReadonlyMap<string, number>
  aspects: Aspect[]
}

const TOLD_TOGETHER_MS = 10 * 60_000
/** Words that belong to no record are nothing anybody has seen. */
const UNSEEN = 'texts'

/** Newest first, as the changes come; what others did in between tears nothing apart. */
export function groupChanges(changes: readonly ChangeView[]): ChangeGroup[] {
  const groups: { first: ChangeView; changes: Map<string, ChangeView> }[] = []
  const open = new Map<string, (typeof groups)[number]>()
  for (const change of changes) {
    if (change.root === UNSEEN) continue
    const kind = `${change.seatId} ${change.action} ${isUnnamed(change)}`
    const known = open.get(kind)
    const within = known && Date.parse(known.first.changedAt) - Date.parse(change.changedAt) <= TOLD_TOGETHER_MS
    const group = within ? known : { first: change, changes: new Map<string, ChangeView>() }
    if (!within) {
      groups.push(group)
      open.set(kind, group)
    }
    const record = `${change.root} ${change.recordId}`
    const newer = group.changes.get(record)
    group.changes.set(record, newer ? { ...newer, fields: [...new Set([...newer.fields, ...change.fields])] } : change)
  }
  return groups.map(({ first, changes: records }) => groupOf(first, [...records.values()]))
}

/** Without words of somebody's the server did it by itself. */
function isUnnamed({ seatId, root, action }: ChangeView): boolean {
  return seatId === null && root === 'notes' && action === 'added'
}

/**
 * What many wrote comes onto a board at one moment (revealed, brought back from tables) and is nobody's act: then it is
 * its author's, as far as the board itself names one.
 */
export function withAuthors(changes: readonly ChangeView[], board: Board): ChangeView[] {
  return changes.map((change) => {
    if (change.seatId !== null || change.action !== 'added') return change
    const item = board.item(change.recordId)
    return item && 'seat' in item ? { ...change, seatId: item.seat } : change
  })
}

function groupOf(first: ChangeView, changes: ChangeView[]): ChangeGroup {
  const counts = new Map<string, number>()
  for (const { root } of changes) counts.set(root, (counts.get(root) ?? 0) + 1)
  return {
    key: `${first.seq} ${first.root} ${first.recordId} ${first.action}`,
    seatId: first.seatId,
    isUnnamed: isUnnamed(first),
    action: first.action,
    at: first.changedAt,
    changes,
    counts,
    aspects: first.action === 'changed' ? aspectsOf(changes.flatMap(({ fields }) => fields)) : [],
  }
}
