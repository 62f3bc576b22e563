import type { DocumentKind } from '@meydan/shared/documents/kinds'
import type { Component, InjectionKey } from 'vue'
import { inject } from 'vue'

/** What shows a document of each kind to people without a seat: takes OutsideProps, emits `say`, exposes OutsideView. */
export type OutsideViews = Record<DocumentKind, Component>

export const outsideViewsKey: InjectionKey<OutsideViews> = Symbol('outside views')

export function useOutsideViews(): OutsideViews {
  const views = inject(outsideViewsKey)
  if (!views) throw new Error('A shared document was opened without its views')
  return views
}
