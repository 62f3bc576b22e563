import type { ConnectorEnd, InkColour, Point, ShapeForm } from '@meydan/shared/documents/board/records'
import type { InkPoint } from '@meydan/shared/documents/board/ink'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { shallowReactive, shallowRef } from 'vue'

export type Ends = { from: ConnectorEnd; to: ConnectorEnd }

/** A picture on its way to the server: shown at its place, to me alone. */
export type Upload = { id: string; rect: Rect; preview: string; name: string; part: number; stop: () => void }

/** What is being drawn by me now; the document hears of it when it is done. */
export function createDrawing() {
  return {
    shape: shallowRef<{ form: ShapeForm; ink: InkColour; rect: Rect } | null>(null),
    /** `id`: the connector whose end is being moved; null for a new one. `over`: what its loose end would stick to. */
    connector: shallowRef<(Ends & { id: string | null; over: string | null }) | null>(null),
    /** Where a connector made by two clicks begins. */
    begun: shallowRef<ConnectorEnd | null>(null),
    /** A line under the pen, in board units. */
    ink: shallowRef<{ points: readonly InkPoint[]; ink: InkColour; width: number } | null>(null),
    /** Lines the eraser has crossed. */
    erasing: shallowRef<ReadonlySet<string>>(new Set()),
    laser: shallowRef<Point | null>(null),
    uploads: shallowReactive(new Map<string, Upload>()),
    /** Pictures that were just added and not yet described. */
    undescribed: shallowRef<readonly string[]>([]),
    /** Once a pen has been used here, fingers move the board and don't draw. */
    penSeen: shallowRef(false),
  }
}
