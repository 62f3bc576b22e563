import { shallowRef, type ShallowRef } from 'vue'
import { z } from 'zod'
import { wordFields, wordyKinds } from './lost-text.ts'
import { forget, keepOnDevice, read, write } from './device.ts'

/** Why words could not be saved, as far as it matters to who wrote them. */
export const LossReason = z.enum(['readonly', 'tooLarge', 'replaced', 'noSeat', 'signedOut', 'notAccepted'])
export type LossReason = z.infer<typeof LossReason>

const LostText = z.object({
  id: z.string(),
  kind: z.enum(wordyKinds),
  text: z.string(),
  field: z.enum(wordFields).optional(),
})

const Loss = z.object({
  documentId: z.string(),
  seatId: z.string(),
  reason: LossReason,
  texts: z.array(LostText),
})
/** Words of one document that were not saved; they stay until the person puts them away. */
export type Loss = z.infer<typeof Loss>

export const LOST = 'meydan.lost.'
const shelf: ShallowRef<readonly Loss[]> = shallowRef([])

export function useLosses(): Readonly<ShallowRef<readonly Loss[]>> {
  return shelf
}

export function lossOf(documentId: string): Loss | undefined {
  return shelf.value.find((loss) => loss.documentId === documentId)
}

/** Adds to what is there of the same document; kept over a reload where the person allowed copies on this device. */
export function putOnShelf(loss: Loss): void {
  const known = lossOf(loss.documentId)?.texts ?? []
  const added = loss.texts.filter(({ id, text }) => !known.some((one) => one.id === id && one.text === text))
  replace({ ...loss, texts: [...known, ...added] })
}

/** Brings back what a reload found waiting. */
export function takeFromDevice(documentId: string, seatId: string): void {
  const text = keepOnDevice.value ? read(keyOf({ documentId, seatId })) : null
  if (text === null || lossOf(documentId)) return
  try {
    shelf.value = [...shelf.value, Loss.parse(JSON.parse(text))]
  } catch {
    forget(keyOf({ documentId, seatId }))
  }
}

/** Keeps of a document's texts only those that `isLost` still finds missing. */
export function sortOut(documentId: string, stillLost: (texts: Loss['texts']) => Loss['texts']): void {
  const loss = lossOf(documentId)
  if (loss) replace({ ...loss, texts: stillLost(loss.texts) })
}

export function clearFromShelf(documentId: string): void {
  const loss = lossOf(documentId)
  if (!loss) return
  forget(keyOf(loss))
  shelf.value = shelf.value.filter((one) => one !== loss)
}

/** At sign-out: what the last person wrote is not for the next one. */
export function emptyShelf(): void {
  for (const { documentId } of shelf.value) clearFromShelf(documentId)
}

function replace(loss: Loss): void {
  shelf.value = [...shelf.value.filter(({ documentId }) => documentId !== loss.documentId), loss]
  if (keepOnDevice.value) write(keyOf(loss), JSON.stringify(loss))
}

function keyOf({ seatId, documentId }: Pick<Loss, 'seatId' | 'documentId'>): string {
  return `${LOST}${seatId}.${documentId}`
}
