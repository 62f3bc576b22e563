import { RECIPIENTS_MAX } from '@meydan/shared/contracts/answers'
import { refuse } from './refused.ts'

/** The addresses in what was typed, one or several in a line, each once. Throws where there are more than may be. */
export function addressesIn(typed: string): string[] {
  const found = [...new Set(typed.split(/[\s,;،؛<>]+/).filter(Boolean))]
  if (found.length > RECIPIENTS_MAX) refuse({ path: 'emails', problem: 'too_many_addresses' })
  return found
}
