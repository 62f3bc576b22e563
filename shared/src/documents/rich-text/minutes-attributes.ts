/** What a mention names: somebody with a seat in the room, or an organisation. */
export const mentionKinds = ['seat', 'organisation'] as const
export type MentionKind = (typeof mentionKinds)[number]
/** What a chip stands for: something in the room that goes on living outside of the text. */
export const chipKinds = ['note', 'theme', 'action', 'decision', 'vote'] as const
export type ChipKind = (typeof chipKinds)[number]

/** Of a mention or a chip, its words when it was set down: for copies, exports, and when what it names is gone. */
export const LABEL_MAX = 300
const RECORD_MAX = 64
const SPAN_MAX = 20

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** An id of the database, in lower case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}

const isOneOf = (known: readonly string[]) => (value: unknown) => known.some((each) => each === value)
const isSpan = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= SPAN_MAX
const isRecord = (value: unknown) => typeof value === 'string' && value !== '' && value.length <= RECORD_MAX
const isLabel = (value: unknown) => typeof value === 'string' && value.length <= LABEL_MAX
const isFlag = (value: unknown) => typeof value === 'boolean'

const cell = { colspan: isSpan, rowspan: isSpan }
/** Node → attribute → what it may hold. An attribute that says nothing is not there. */
const attributes: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  tableCell: cell,
  tableHeader: cell,
  // A task that became an action says which, and of which plan.
  taskItem: { checked: isFlag, plan: isUuid, action: isRecord },
  // Its entry in the room's register of decisions, once it has one.
  decision: { entry: isUuid },
  clause: { id: isUuid },
  mention: { kind: isOneOf(mentionKinds), target: isUuid, label: isLabel },
  // `document`: the board or plan it is on; decisions and votes are on none.
  chip: { kind: isOneOf(chipKinds), document: isUuid, record: isRecord, label: isLabel },
}

/** Whether an attribute of a node that only minutes have may say this. */
export function isMinutesAttribute(node: string, name: string, value: unknown): boolean {
  if (!Object.hasOwn(attributes, node) || !Object.hasOwn(attributes[node]!, name)) return false
  return attributes[node]![name]!(value)
}
