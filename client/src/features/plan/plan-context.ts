import type { PlanOrganisation } from '@meydan/shared/contracts/plans'
import type { RoomView, SeatView } from '@meydan/shared/contracts/rooms'
import { type Author, PLAN_EDIT, type Plan } from '@meydan/shared/documents/plan/plan'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { useStorage } from '@vueuse/core'
import { type ComputedRef, computed, type InjectionKey, inject, onScopeDispose, shallowRef } from 'vue'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { useT } from '../../i18n/index.ts'
import { useToasts } from '../../ui/toasts.ts'
import { usePlanFilter } from './filter/usePlanFilter.ts'
import { usePlanThemes } from './filter/usePlanThemes.ts'
import { usePlan } from './usePlan.ts'
import { usePlanPresence } from './usePlanPresence.ts'

export const planViews = ['table', 'status', 'timeline', 'calendar'] as const
export type PlanViewName = (typeof planViews)[number]

/** Dialogs and drawers of the plan, one at a time; each is loaded when it is first asked for. */
export type PlanPanel = 'details' | 'evidence' | 'export' | 'import' | 'signing' | 'calendarFeed'

/** Typing this close together is one step of undo; every other act ends its step itself. */
const TYPING_STEP_MS = 900

export type PlanContext = ReturnType<typeof createPlanContext>

export const planContextKey: InjectionKey<PlanContext> = Symbol('plan')

export function usePlanContext(): PlanContext {
  const context = inject(planContextKey)
  if (!context) throw new Error('A part of the plan was used outside a plan')
  return context
}

type Given = {
  plan: Plan
  awareness: Awareness
  documentId: string
  room: ComputedRef<RoomView>
  canWrite: ComputedRef<boolean>
  /** The programme's, and none while they are not here yet. */
  organisations: ComputedRef<readonly PlanOrganisation[]>
}

/** Everything the parts of one open plan share. Lives as long as the component that makes it. */
export function createPlanContext(given: Given) {
  const { plan, awareness, documentId, room, canWrite, organisations } = given
  const data = usePlan(plan)
  const presence = usePlanPresence(awareness)
  const undo = usePlanUndo(plan)
  const seats = computed(() => new Map(room.value.seats.map((seat) => [seat.id, seat])))
  const known = computed(() => new Map(organisations.value.map((organisation) => [organisation.id, organisation])))
  const themes = usePlanThemes(plan, { roomId: room.value.id, documentId })
  const filter = usePlanFilter(data, room, documentId, themes)

  return {
    plan,
    data,
    presence,
    /** For fields in which others’ carets are shown. */
    awareness,
    undo,
    documentId,
    room,
    canWrite,
    filter,
    organisations,
    /** Undefined for one that left the programme, and while they are not here yet. */
    organisationOf: (id: string | null): PlanOrganisation | undefined => (id ? known.value.get(id) : undefined),
    seatOf: (id: string | null): SeatView | undefined => (id ? seats.value.get(id) : undefined),
    t: useT(),
    toasts: useToasts(),
    /** Said to screen readers: what I did. */
    said: shallowRef(''),
    /** Kept per person on this device. */
    view: useStorage<PlanViewName>(`meydan.plan.${documentId}.view`, 'table'),
    panel: shallowRef<PlanPanel | null>(null),
    /** The action whose details are open, or that the keyboard was last on. */
    standing: shallowRef<string | null>(null),
    author: (): Author => ({ seat: room.value.mySeat.id, side: room.value.mySeat.side }),
    /** Runs a gesture's writes as one step of undo. */
    step<T>(write: () => T): T {
      undo.manager.stopCapturing()
      const result = write()
      undo.manager.stopCapturing()
      return result
    },
  }
}

function usePlanUndo(plan: Plan) {
  const manager = new Y.UndoManager(plan.undoScope, {
    trackedOrigins: new Set([PLAN_EDIT]),
    captureTimeout: TYPING_STEP_MS,
  })
  const canUndo = shallowRef(false)
  const canRedo = shallowRef(false)
  const refresh = () => {
    canUndo.value = manager.canUndo()
    canRedo.value = manager.canRedo()
  }
  for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) manager.on(event, refresh)
  onScopeDispose(() => manager.destroy())
  return {
    manager,
    canUndo,
    canRedo,
    undo: () => undoOrRedo(manager, 'undo'),
    redo: () => undoOrRedo(manager, 'redo'),
  }
}
