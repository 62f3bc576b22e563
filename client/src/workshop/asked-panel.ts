import type { StepMode } from '@meydan/shared/contracts/meetings'
import type { PanelId } from './context.ts'

const asked: Partial<Record<StepMode, PanelId>> = {
  write: 'writing',
  reveal: 'writing',
  vote: 'votes',
  decide: 'votes',
}

/** The part of a room in which people do what a step asks of them. */
export function askedPanel(mode: StepMode | undefined): PanelId {
  return (mode && asked[mode]) ?? 'agenda'
}
