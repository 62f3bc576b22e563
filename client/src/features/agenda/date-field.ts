/** What `<input type="datetime-local">` takes: the reader's own clock, to the minute. "" for no date. */
export function fieldOfIso(iso: string | null): string {
  if (!iso) return ''
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** As it travels; null where the field is empty. */
export function isoOfField(field: string): string | null {
  return field ? new Date(field).toISOString() : null
}
