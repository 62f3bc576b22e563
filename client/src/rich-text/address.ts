import { safeHref } from '@meydan/shared/documents/rich-text/schema'

/** What somebody typed as an address, whole: `example.org` and `a@example.org` too. Null where no link may lead. */
export function addressOf(typed: string): string | null {
  const given = typed.trim()
  if (safeHref(given)) return given
  if (/^[a-z][\w+.-]*:(?!\d)/iu.test(given)) return null
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/u.test(given)) return safeHref(`mailto:${given}`)
  return /^[^\s@/?#]+\.[^\s@/?#]/u.test(given) ? safeHref(`https://${given}`) : null
}
