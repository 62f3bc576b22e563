import { describe, expect, it } from 'vitest'
import { fitText } from './fit-text.ts'

const box = { width: 170, height: 110 }
const measure = (run: string) => run.length * 0.5

describe('fitText', () => {
  it('writes few words large and many small', () => {
    expect(fitText('Tek başvuru noktası', box, measure).size).toBe(22)
    const many = fitText('Belediye ile dernekler arasında düzenli iletişim kurulmalı. '.repeat(2), box, measure)
    expect(many.size).toBeLessThan(18)
    expect(many.overflows).toBe(false)
  })

  it('shrinks before it cuts a long word', () => {
    expect(fitText('Zusammenarbeitsvereinbarung', box, measure)).toMatchObject({ overflows: false })
  })

  it('says when even the smallest is too large', () => {
    expect(fitText('word '.repeat(200), box, measure)).toMatchObject({ size: 12, overflows: true })
    expect(fitText('x'.repeat(4000), box, measure)).toMatchObject({ size: 12, overflows: true })
  })

  it('counts empty lines and gives Arabic more height', () => {
    expect(fitText('a\n\n\n\n\n\n\n\nb', box, measure).overflows).toBe(true)
    expect(fitText('مرحبا', box, measure).lineHeight).toBeGreaterThan(fitText('hello', box, measure).lineHeight)
  })
})
