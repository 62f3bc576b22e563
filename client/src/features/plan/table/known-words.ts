import type { ActionStatus, Priority } from '@meydan/shared/documents/plan/records'

/**
 * What the six languages call what is chosen from a list: a table may come from somebody who reads another one. A test
 * holds this against the catalogues.
 */
export const statusWords: Record<ActionStatus, readonly string[]> = {
  proposed: ['Proposed', 'Önerildi', 'مقترَح', 'Vorgeschlagen', 'Foreslået', 'Proposatua'],
  agreed: ['Agreed', 'Kararlaştırıldı', 'متفق عليه', 'Vereinbart', 'Aftalt', 'Adostua'],
  started: ['Started', 'Başladı', 'بدأ التنفيذ', 'Begonnen', 'I gang', 'Hasita'],
  done: ['Done', 'Tamamlandı', 'منجَز', 'Erledigt', 'Udført', 'Eginda'],
  dropped: ['Dropped', 'Vazgeçildi', 'متروك', 'Verworfen', 'Droppet', 'Baztertua'],
}

export const priorityWords: Record<Priority, readonly string[]> = {
  high: ['High', 'Yüksek', 'عالية', 'Hoch', 'Høj', 'Handia'],
  medium: ['Medium', 'Orta', 'متوسطة', 'Mittel', 'Mellem', 'Ertaina'],
  low: ['Low', 'Düşük', 'منخفضة', 'Niedrig', 'Lav', 'Txikia'],
}

/** Without case, the four Turkish i's, accents and Arabic vowel signs. */
export function foldedWord(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

/** Which of some a word means: by its own name or what a language calls it. */
export function wordMeant<T extends string>(words: Record<T, readonly string[]>, text: string): T | null {
  const folded = foldedWord(text)
  const entries = Object.entries(words) as [T, readonly string[]][]
  return entries.find(([id, names]) => id === folded || names.some((name) => foldedWord(name) === folded))?.[0] ?? null
}
