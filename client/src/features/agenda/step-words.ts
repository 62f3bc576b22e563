import type { MeetingView, StepMode, StepView } from '@meydan/shared/contracts/meetings'
import { directionOf, type Language } from '@meydan/shared/languages'
import { CircleCheckBig, Coffee, Eye, Group, MessagesSquare, PenLine, Scale, Shapes } from '@lucide/vue'
import type { Component } from 'vue'
import type { PanelId, Workshop } from '../../workshop/context.ts'
import { inLanguage } from '../../workshop/texts.ts'

export const modeIcons: Record<StepMode, Component> = {
  write: PenLine,
  reveal: Eye,
  cluster: Group,
  vote: CircleCheckBig,
  discuss: MessagesSquare,
  decide: Scale,
  break: Coffee,
  free: Shapes,
}

export type Words = { text: string; lang: Language; dir: 'ltr' | 'rtl' }

function words(texts: StepView['title'], own: Language, ofRoom: Language): Words {
  const { text, language } = inLanguage(texts, own, ofRoom)
  return { text, lang: language, dir: directionOf(language) }
}

/** A step's title and instruction as this reader can read them best; bind `lang` and `dir` with the text. */
export function stepWords(step: StepView, own: Language, ofRoom: Language): { title: Words; instruction: Words } {
  return { title: words(step.title, own, ofRoom), instruction: words(step.instruction, own, ofRoom) }
}

/** Texts read aloud one after the other, each with its stop: its own, or one that is put there. */
export function sentences(...texts: string[]): string {
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => (/[.!?؟…:]$/u.test(text) ? text : `${text}.`))
    .join(' ')
}

export type Asked = 'write' | 'reveal' | 'vote' | 'decide' | 'agenda'

/** What a step asks of this person, and the part of the room where they do it. */
export function askedBy(step: StepView | null, may: Workshop['may']): { act: Asked; panel: PanelId } {
  const mode = step?.mode
  if (mode === 'write' && may('note.draft')) return { act: mode, panel: 'writing' }
  if (mode === 'reveal') return { act: mode, panel: 'writing' }
  if (mode === 'vote' || mode === 'decide') return { act: mode, panel: 'votes' }
  return { act: 'agenda', panel: 'agenda' }
}

/** The step that comes next: after the one that runs, else after the last that ran. Null at the end. */
export function stepAfter({ steps, stepId }: MeetingView): StepView | null {
  const from = stepId ? steps.findIndex(({ id }) => id === stepId) : steps.findLastIndex(({ startedAt }) => startedAt)
  return steps[from + 1] ?? null
}
