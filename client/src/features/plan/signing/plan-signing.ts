import { type Component, computed } from 'vue'
import type { SigningContext } from '../../../signing/signing-context.ts'
import type { PlanContext } from '../plan-context.ts'

/** How a plan is signed. */
export function planSigning(
  { t, room, documentId, panel, organisations }: PlanContext,
  parts: { Paper: Component; Changes: Component },
): SigningContext {
  return {
    ...{ room, documentId, organisations },
    ...parts,
    open: computed({
      get: () => panel.value === 'signing',
      set: (open) => {
        panel.value = open ? 'signing' : null
      },
    }),
    what(content) {
      if (content.format !== 'meydan.frozen-plan' || content.actions.length === 0) return ''
      return t('signing.freeze.what', { count: content.actions.length })
    },
    nothing: () => t('signing.freeze.nothing'),
  }
}
