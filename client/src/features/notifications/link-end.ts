import { ApiError } from '../../api.ts'

/** `missing`: the page was opened without a link. */
export type LinkEnd = 'missing' | 'link_unknown' | 'link_used' | 'link_expired'

/** What an error says about the link itself; null where trying again may help. */
export function linkEndOf(error: unknown): LinkEnd | null {
  if (!(error instanceof ApiError)) return null
  const { code } = error
  return code === 'link_unknown' || code === 'link_used' || code === 'link_expired' ? code : null
}
