/**
 * Answers everybody who asks for the same key while it is being read with one more read, begun after they asked: three
 * hundred who are told of one change at once make two reads of it. Nobody is given what was read before they asked.
 */
export function readTogether<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const reading = new Map<string, { now: Promise<T>; next: Promise<T> | null }>()

  function begin(key: string): Promise<T> {
    const entry: { now: Promise<T>; next: Promise<T> | null } = { now: read(key), next: null }
    reading.set(key, entry)
    const end = () => {
      if (!entry.next) reading.delete(key)
    }
    entry.now.then(end, end)
    return entry.now
  }

  return (key) => {
    const entry = reading.get(key)
    if (!entry) return begin(key)
    const again = () => begin(key)
    entry.next ??= entry.now.then(again, again)
    return entry.next
  }
}
