import { readPoints } from '@meydan/shared/documents/board/ink'
import { POINTS_MAX } from '@meydan/shared/documents/board/records'
import { expect, it } from 'vitest'
import { inkRecorder, straightInk, strokesOf } from './ink-recorder.ts'

it('keeps a pen’s pressure and lets a mouse’s follow its speed', () => {
  const pen = inkRecorder(4)
  pen.add({ x: 0, y: 0 }, 0.2)
  pen.add({ x: 10, y: 0 }, 0.9)
  expect(pen.points.map(({ pressure }) => pressure)).toEqual([0.2, 0.9])
  const slow = inkRecorder(4)
  const quick = inkRecorder(4)
  for (let at = 0; at < 20; at++) {
    slow.add({ x: at * 2, y: 0 }, null)
    quick.add({ x: at * 40, y: 0 }, null)
  }
  expect(quick.points.at(-1)!.pressure).toBeLessThan(slow.points.at(-1)!.pressure)
})

it('leaves out points that lie on each other', () => {
  const pen = inkRecorder(4)
  for (const x of [0, 0.2, 0.4, 3]) pen.add({ x, y: 0 }, null)
  expect(pen.points.map(({ x }) => x)).toEqual([0, 3])
})

it('is one record, at its first point, where it is short', () => {
  const [stroke, ...more] = strokesOf(straightInk({ x: 100.4, y: -20 }, { x: 160, y: 40 }))
  expect(more).toEqual([])
  expect(stroke!.at).toEqual({ x: 100, y: -20 })
  expect(readPoints(stroke!.points).map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [60, 60],
  ])
})

it('becomes several where it is long, without a gap and without a lost point', () => {
  const points = Array.from({ length: 9000 }, (_, index) => ({
    x: index * 11 + (index % 7) * 100,
    y: Math.sin(index) * 900,
    pressure: 0.5,
  }))
  const strokes = strokesOf(points)
  expect(strokes.length).toBeGreaterThan(3)
  const drawn = strokes.map((stroke) => {
    expect(stroke.points.length).toBeLessThanOrEqual(POINTS_MAX)
    return readPoints(stroke.points).map(({ x, y }) => ({ x: x + stroke.at.x, y: y + stroke.at.y }))
  })
  for (let index = 1; index < drawn.length; index++) expect(drawn[index]![0]).toEqual(drawn[index - 1]!.at(-1))
  expect(drawn.flatMap((part, index) => (index > 0 ? part.slice(1) : part))).toHaveLength(points.length)
  expect(drawn.at(-1)!.at(-1)!.x).toBe(Math.round(points.at(-1)!.x))
})

it('is nothing where nothing was drawn', () => {
  expect(strokesOf([])).toEqual([])
})
