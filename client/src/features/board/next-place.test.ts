import { describe, expect, it } from 'vitest'
import { grown, holds, overlaps } from '@meydan/shared/documents/board/geometry'
import { freeBlock, freePlace, gridPlaces, placeBeside } from './next-place.ts'

const rect = (x: number, y: number) => ({ x, y, width: 200, height: 150 })
const frame = { x: 0, y: 0, width: 520, height: 400 }

describe('the next note', () => {
  it('comes to the right, past what lies there', () => {
    expect(placeBeside({ x: 0, y: 0 }, [rect(0, 0)], null)).toEqual({ x: 220, y: 0 })
    expect(placeBeside({ x: 0, y: 0 }, [rect(0, 0), rect(220, 0)], null)).toEqual({ x: 440, y: 0 })
  })

  it('wraps at the edge of its frame', () => {
    expect(placeBeside({ x: 240, y: 20 }, [rect(240, 20)], frame)).toEqual({ x: 20, y: 190 })
  })

  it('stays inside a full frame', () => {
    const full = [rect(20, 20), rect(240, 20), rect(20, 190), rect(240, 190)]
    expect(holds(frame, { ...placeBeside({ x: 240, y: 190 }, full, frame), width: 200, height: 150 })).toBe(true)
  })

  it('takes the wanted place where it is free', () => {
    expect(freePlace({ x: 5, y: 5 }, [rect(300, 0)], null)).toEqual({ x: 5, y: 5 })
    expect(freePlace({ x: 5, y: 5 }, [rect(0, 0)], null)).not.toEqual({ x: 5, y: 5 })
  })

  it('finds the gap that is left in a frame, wherever it is, instead of lying on others', () => {
    const three = [rect(20, 20), rect(240, 20), rect(20, 190)]
    const place = freePlace({ x: 130, y: 60 }, three, frame)
    expect(three.some((taken) => overlaps(grown({ ...place, width: 200, height: 150 }, -8), taken))).toBe(false)
    expect(holds(frame, { ...place, width: 200, height: 150 })).toBe(true)
  })

  it('lies wholly in the frame it was meant for', () => {
    expect(freePlace({ x: 430, y: 350 }, [], frame)).toEqual({ x: 320, y: 250 })
  })

  it('a block of many lies beside what is there, and in no frame by chance', () => {
    const taken = [rect(0, 0), rect(220, 0), rect(0, 170)]
    const beside = { x: 500, y: 0, width: 400, height: 900 }
    const block = freeBlock({ x: 10, y: 20 }, 5, { taken, frame: null, frames: [beside] })
    expect(block).toHaveLength(5)
    for (const place of block) {
      const lies = { ...place, width: 200, height: 150 }
      expect([...taken, beside].some((other) => overlaps(grown(lies, -8), other))).toBe(false)
    }
    expect(freeBlock({ x: 10, y: 20 }, 2, { taken: [], frame: null, frames: [] })[0]).toEqual({ x: 10, y: 20 })
  })

  it('a block meant for a frame stays in it where there is room, and leaves it whole where there is none', () => {
    const left = freeBlock({ x: 20, y: 20 }, 2, { taken: [rect(20, 20)], frame, frames: [frame] })
    expect(left.every((place) => holds(frame, { ...place, width: 200, height: 150 }))).toBe(true)
    expect(left.every((place) => !overlaps(grown({ ...place, width: 200, height: 150 }, -8), rect(20, 20)))).toBe(true)
    const many = freeBlock({ x: 20, y: 20 }, 9, { taken: [rect(20, 20)], frame, frames: [frame] })
    expect(many.every((place) => !overlaps(frame, { ...place, width: 200, height: 150 }))).toBe(true)
  })

  it('many at once stand in rows that fit the frame', () => {
    expect(gridPlaces({ x: 20, y: 20 }, 3, frame)).toEqual([
      { x: 20, y: 20 },
      { x: 240, y: 20 },
      { x: 20, y: 190 },
    ])
    expect(new Set(gridPlaces({ x: 0, y: 0 }, 100, null).map((place) => place.y)).size).toBe(10)
  })
})
