import type { AnswerKind, LinkedAsk } from '@meydan/shared/contracts/answers'

/** What was answered by link, as it was sent: the link is used up by it and can't be read again. */
export type Given = { ask: LinkedAsk; kind: AnswerKind; reason: string; passedTo: string | null; byName: string }
