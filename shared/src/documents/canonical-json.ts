import canonicalize from 'canonicalize'

/**
 * JSON in the one form of RFC 8785: what is the same is the same text, so that its hash can be compared. Throws on what
 * JSON doesn't know, and on half characters.
 */
export function canonicalJson(value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('JSON has no form for this')
  return text
}
