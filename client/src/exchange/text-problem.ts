export type TextProblem = 'control' | 'turning' | 'script'

const CONTROL = /[^\P{Cc}\t\n\r]|\p{Cs}/u
/** Overrides of the direction: letters are shown in another order than they are read. Marks and isolates are harmless. */
const TURNING = /[\u202d\u202e]/
const SCRIPT = /^(javascript|vbscript)\s*:|^data\s*:\s*\w+\//i

/** What must not come in by a file though it is a text: it would deceive whoever reads it. */
export function textProblem(text: string): TextProblem | null {
  if (CONTROL.test(text)) return 'control'
  return TURNING.test(text) ? 'turning' : null
}

/** The same of what may be a link. Signs nobody sees don't hide what it would do. */
export function linkProblem(text: string): TextProblem | null {
  return SCRIPT.test(text.replace(/[\p{C}\p{Z}]/gu, '')) ? 'script' : textProblem(text)
}
