import { Language } from '@meydan/shared/languages'
import { isGranted } from '@meydan/shared/permissions'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { writeLetter } from '../../mail/letter.ts'
import { setApart } from '../../mail/set-apart.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { NotNull } from 'kysely'
import type { SeatRole } from '@meydan/shared/words'
import { letterWords } from './words.ts'

export type Frozen = {
  /** Whoever froze it; they know. */
  seat: Seat
  versionId: string
  title: string
  roomName: string
  number: number
  signBy: string
  url: string
}

/** Writes to those who represent the asked organisations in the room and have an address, each in their language. */
export async function mailSignatories(trx: Trx, { seat, versionId, ...frozen }: Frozen): Promise<void> {
  const people = await trx
    .selectFrom('signatory')
    .innerJoin('seat', 'seat.organisationId', 'signatory.organisationId')
    .innerJoin('reachablePerson', 'reachablePerson.personId', 'seat.personId')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['email', 'language', 'organisation.name as organisation'])
    .$narrowType<{ email: NotNull; language: NotNull }>()
    .select((eb) => [eb.ref('seat.role').$castTo<SeatRole>().as('role')])
    .where('signatory.versionId', '=', versionId)
    .where('seat.roomId', '=', seat.roomId)
    .where('seat.removedAt', 'is', null)
    .where('seat.personId', '!=', seat.personId)
    .execute()
  for (const { email, language, organisation, role } of people) {
    if (!isGranted('signing.sign', grantsOf({ role }))) continue
    const letter = signingLetter({ ...frozen, organisation, language: Language.catch('en').parse(language), by: seat })
    await queueMail(trx, { recipient: email, ...letter })
  }
}

type Told = Omit<Frozen, 'seat' | 'versionId'> & {
  organisation: string
  language: Language
  by: Pick<Seat, 'organisationName'>
}

/** What is asked of an organisation, and where. Nothing of what is in the document. */
export function signingLetter({ language, organisation, by, url, signBy, ...told }: Told) {
  const words = setApart(letterWords[language], language)
  // A day without zone: UTC names it as it is.
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(signBy))
  const number = new Intl.NumberFormat(language).format(told.number)
  return writeLetter(language, words.subject(date), [
    { heading: told.roomName },
    { paragraph: words.asks({ by: by.organisationName, title: told.title, number, organisation, date }) },
    { paragraph: words.choice },
    { link: { label: words.open, url } },
    { paragraph: words.foot(organisation) },
  ])
}
