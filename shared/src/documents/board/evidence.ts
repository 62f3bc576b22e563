export type SafeLink = {
  /** Where it leads, and nowhere else. */
  href: string
  /** The address to be read: the host as it is looked up (punycode), a path in its own letters where that is honest. */
  shown: string
}

/**
 * What of an evidence may be offered as a link: one address that begins with `http:` or `https:`, without a name and
 * password before its host, which would pass one host off as another. Null: it is a text.
 */
export function safeLink(text: string): SafeLink | null {
  const given = text.trim()
  if (!/^https?:\/\/[^\s/\\]/i.test(given) || /\s/.test(given)) return null
  const url = parsed(given)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null
  const rest = url.href.slice(url.origin.length)
  return { href: url.href, shown: url.origin + (readable(rest) ?? rest) }
}

function parsed(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** The path in its own letters; null where decoding would hide something: spaces, marks of direction, lookalikes of “/”. */
function readable(path: string): string | null {
  try {
    const decoded = decodeURI(path)
    const isHonest = !/[\s\p{Cc}\p{Cf}\p{Co}\p{Zs}\u2024\u2044\u2215\u29f8\uff0f]/u.test(decoded)
    return isHonest ? decoded : null
  } catch {
    return null
  }
}
