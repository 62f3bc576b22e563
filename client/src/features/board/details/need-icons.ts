import { CircleQuestionMark, HandHelping, Lightbulb, Package, Puzzle, TriangleAlert } from '@lucide/vue'
import type { NoteKind } from '@meydan/shared/documents/board/records'
import type { Component } from 'vue'

export const kindIcons: Record<NoteKind, Component> = {
  problem: TriangleAlert,
  need: HandHelping,
  resource: Package,
  idea: Lightbulb,
  solution: Puzzle,
  question: CircleQuestionMark,
}
