import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { FileText, LayoutDashboard, Target } from '@lucide/vue'
import type { Component } from 'vue'

/** The sign of each kind of document. */
export const documentIcons: Record<DocumentKind, Component> = {
  board: LayoutDashboard,
  plan: Target,
  minutes: FileText,
}

/** What one of a kind is called. */
export const documentNames = {
  board: 'room.board',
  plan: 'plan.title',
  minutes: 'minutes.title',
} as const satisfies Record<DocumentKind, string>
