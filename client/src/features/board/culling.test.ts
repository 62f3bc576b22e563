import { expect, it } from 'vitest'
import { CellIndex, cellsOf } from './culling.ts'

const note = (x: number, y: number) => ({ x, y, width: 200, height: 150 })

it('finds what lies in sight, wherever it went', () => {
  const index = new CellIndex()
  index.put('near', note(10, 10))
  index.put('far', note(9000, -9000))
  index.put('across', note(470, 470))
  expect([...index.within(cellsOf({ x: 0, y: 0, width: 300, height: 300 }))].sort()).toEqual(['across', 'near'])
  index.put('near', note(-5000, 0))
  index.drop('across')
  expect([...index.within(cellsOf({ x: 0, y: 0, width: 300, height: 300 }))]).toEqual([])
  expect([...index.within(cellsOf({ x: -9999, y: -9999, width: 30_000, height: 30_000 }))].sort()).toEqual([
    'far',
    'near',
  ])
})
