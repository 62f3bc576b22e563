import type { Side } from '@meydan/shared/words'

/** Each side's shape; its colour is `var(--<side>)`. Colour never stands without the shape. */
export const shapeOfSide: Record<Side, 'circle' | 'square' | 'diamond'> = {
  civil: 'circle',
  public: 'square',
  neutral: 'diamond',
}
