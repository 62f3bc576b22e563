import latinExtended from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2?url'
import latin from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url'
import arabic from '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2?url'
import { useMeasure } from '../useMeasure.ts'
import type { Weight } from './primitives.ts'
import { dataAddress } from '../../../exchange/save-file.ts'
import type { Face } from './typesetter.ts'

const AT = 100

/** The families of the page, in whose widths everything is measured. */
export function pageFamilies(): string {
  return getComputedStyle(document.body).fontFamily
}

/** Waits until the page has the faces these texts need: measured in another face, every line would end elsewhere. */
export async function pageFace(texts: readonly string[]): Promise<Face> {
  const families = pageFamilies()
  const letters = lettersOf(texts)
  await Promise.allSettled(
    ([400, 650] as const).map((weight) => document.fonts.load(`${weight} ${AT}px ${families}`, letters)),
  )
  const pen = document.createElement('canvas').getContext('2d')!
  const widths = new Map<string, number>()
  const measure = (run: string, weight: Weight) => {
    const key = `${weight} ${run}`
    const known = widths.get(key)
    if (known !== undefined) return known
    pen.font = `${weight} ${AT}px ${families}`
    const width = pen.measureText(run).width / AT
    widths.set(key, width)
    return width
  }
  pen.font = `400 ${AT}px ${families}`
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = pen.measureText('x')
  return {
    measure,
    fit: useMeasure().measure,
    ascent: fontBoundingBoxAscent / AT,
    descent: fontBoundingBoxDescent / AT,
  }
}

/** The faces these texts need, as `data:` addresses: a picture opened elsewhere has none of ours. */
export async function facesFor(
  texts: readonly string[],
  signal: AbortSignal,
): Promise<{ family: string; weights: string; address: string }[]> {
  const letters = lettersOf(texts)
  const needed = [
    { family: 'Meydan Latin', weights: '200 800', address: latin },
    ...(/[\u0100-\u0130\u0132-\u02ba\u1e00-\u1eff\u20a0-\u20c0]/.test(letters)
      ? [{ family: 'Meydan Latin Extended', weights: '200 800', address: latinExtended }]
      : []),
    ...(/\p{Script=Arabic}/u.test(letters) ? [{ family: 'Meydan Arabic', weights: '100 900', address: arabic }] : []),
  ]
  return Promise.all(
    needed.map(async (face) => {
      const answer = await fetch(face.address, { signal })
      if (!answer.ok) throw new Error(`Font ${face.family}: ${answer.status}`)
      return { ...face, address: await dataAddress(new Blob([await answer.arrayBuffer()], { type: 'font/woff2' })) }
    }),
  )
}

/** Every letter once. */
function lettersOf(texts: readonly string[]): string {
  const letters = new Set<string>()
  for (const text of texts) for (const letter of text) letters.add(letter)
  return [...letters].join('')
}
