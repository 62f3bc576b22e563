import { Circle, Diamond, Square, Type } from '@lucide/vue'
import type { ShapeForm } from '@meydan/shared/documents/board/records'
import type { Component } from 'vue'

export const formIcons: Record<ShapeForm, Component> = {
  rectangle: Square,
  ellipse: Circle,
  diamond: Diamond,
  text: Type,
}
