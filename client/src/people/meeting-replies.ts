import type { MeetingReply, ReplyKind } from '@meydan/shared/contracts/meeting-calendar'
import { Check, CircleHelp, Clock, X } from '@lucide/vue'
import type { Component } from 'vue'

/** `none`: it has not said whether it comes. */
export type ReplyState = ReplyKind | 'none'

export const replyOrder = ['yes', 'maybe', 'no', 'none'] as const satisfies readonly ReplyState[]

export const replyIcons: Record<ReplyState, Component> = { yes: Check, maybe: CircleHelp, no: X, none: Clock }

export function kindOf({ answer }: Pick<MeetingReply, 'answer'>): ReplyState {
  return answer ?? 'none'
}
