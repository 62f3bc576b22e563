import type { previewInvitation } from '@meydan/shared/contracts/invites'
import type { ReplyOf } from '@meydan/shared/contracts/contract'

/** What a link leads to. */
export type Preview = ReplyOf<typeof previewInvitation>
