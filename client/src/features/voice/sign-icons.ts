import { createLucideIcon, HandHeart, PartyPopper, Snail, ThumbsUp, Volume2 } from '@lucide/vue'
import type { RoomSign } from '@meydan/shared/contracts/events'
import type { Component } from 'vue'

const FaceSurprised = createLucideIcon('face-surprised', [
  ['circle', { cx: '12', cy: '12', r: '10', key: 'face' }],
  ['line', { x1: '9', x2: '9.01', y1: '9', y2: '9', key: 'start' }],
  ['line', { x1: '15', x2: '15.01', y1: '9', y2: '9', key: 'end' }],
  ['circle', { cx: '12', cy: '15.5', r: '2', key: 'mouth' }],
])

export const roomSignIcons: Record<RoomSign, Component> = {
  applause: PartyPopper,
  agree: ThumbsUp,
  thanks: HandHeart,
  surprised: FaceSurprised,
  slower: Snail,
  louder: Volume2,
}
