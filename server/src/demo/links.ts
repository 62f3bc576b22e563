import type { SeatRole } from '@meydan/shared/words'

export const LINK_DAYS = 365
export const LINK_USES = 500

export type DemoLinkKey = 'facilitator' | 'participant' | 'observer' | 'civil' | 'public'

/**
 * The links the terminal prints. Elsewhere a facilitator's link is for one person and one use; this one opens a room
 * of made-up content to whoever tries the programme out, as often as they like.
 */
export const links: { key: DemoLinkKey; room: string; role: SeatRole; label: string; invitationLabel: string }[] = [
  {
    key: 'facilitator',
    room: 'joint',
    role: 'facilitator',
    label: 'Joint room, facilitator',
    invitationLabel: 'Deniz Aras',
  },
  { key: 'participant', room: 'joint', role: 'participant', label: 'Joint room, participant', invitationLabel: '' },
  { key: 'observer', room: 'joint', role: 'observer', label: 'Joint room, observer', invitationLabel: '' },
  { key: 'civil', room: 'civil', role: 'participant', label: 'Civil-side room, participant', invitationLabel: '' },
  { key: 'public', room: 'public', role: 'participant', label: 'Public-side room, participant', invitationLabel: '' },
]
