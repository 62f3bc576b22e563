/**
 * Puts what is stored into a field and marks it, ready to be written over. Once, and never bound to it: what others
 * change meanwhile must not take away what is being written.
 */
export function beginWriting(field: HTMLInputElement | null, stored: string): void {
  if (!field) return
  field.value = stored
  field.focus({ preventScroll: true })
  field.select()
}
