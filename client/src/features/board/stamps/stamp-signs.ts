import { Check, CircleQuestionMark, Heart, Lightbulb, Star, ThumbsUp } from '@lucide/vue'
import type { StampSign } from '@meydan/shared/documents/board/records'
import type { Component } from 'vue'

export const signIcons: Record<StampSign, Component> = {
  agree: ThumbsUp,
  heart: Heart,
  important: Star,
  question: CircleQuestionMark,
  idea: Lightbulb,
  done: Check,
}
