/** Hands a file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers begin to read only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const NAME_MAX = 80
/** What some system takes for a path, a wildcard or a command, and what turns or hides a name's end. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%#&{}$!'`@+=~^;,]/gu

/** “Room – Board 2026-11-22.png”: letters of every script stay, what no system dislikes is left out. */
export function fileName(parts: readonly string[], date: Date, extension: string): string {
  const safe = parts
    .map((part) => part.toWellFormed().replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' - ')
  const short = Array.from(safe)
    .slice(0, NAME_MAX)
    .join('')
    .replace(/^[.\s-]+|[.\s-]+$/g, '')
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return `${short || 'Meydan'} ${day.map((part) => String(part).padStart(2, '0')).join('-')}.${extension}`
}

export function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(blob)
  })
}
