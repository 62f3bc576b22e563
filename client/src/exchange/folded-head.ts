/** The form under which a word of a table is looked up: case and the four Turkish i's don't matter. */
export function foldedHead(text: string): string {
  return text.normalize('NFKC').replace(/[İIı]/g, 'i').toLowerCase().replace(/\s+/g, ' ').trim()
}
