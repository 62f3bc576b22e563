import { isGranted } from '@meydan/shared/permissions'
import type { NotNull } from 'kysely'
import { type SeatRole, seatRoles } from '@meydan/shared/words'
import { grantsOf } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { takeBack } from '../../mail/outbox.ts'

const answering = seatRoles.filter((role: SeatRole) => isGranted('answer.give', grantsOf({ role })))

type Asked = { askId: string; roomId: string; organisationId: string }

/**
 * Keeps for an ask the addresses of those who have a seat in its room for the organisation that is asked: accounts', and
 * those that guests confirmed. Nobody is written to about what they asked themselves. Answers with the recipients' ids.
 */
export async function addSeated(trx: Trx, { askId, roomId, organisationId, askerId }: Asked & { askerId: string }) {
  const people = await trx
    .selectFrom('seat')
    .innerJoin('reachablePerson', 'reachablePerson.personId', 'seat.personId')
    .select(['email', 'language'])
    .$narrowType<{ email: NotNull; language: NotNull }>()
    .where('seat.roomId', '=', roomId)
    .where('seat.organisationId', '=', organisationId)
    .where('seat.removedAt', 'is', null)
    .where('seat.role', 'in', answering)
    .where('seat.id', '!=', askerId)
    .execute()
  return addRecipients(trx, askId, people)
}

/** Keeps these addresses for an ask, each once, in the language it was given with first. Answers with their ids. */
export async function addRecipients(
  trx: Trx,
  askId: string,
  given: readonly { email: string; language: string }[],
): Promise<string[]> {
  const ids = new Set<string>()
  for (const { email, language } of given) {
    const { id } = await trx
      .insertInto('askRecipient')
      .values({ askId, email: email.toLowerCase(), language })
      .onConflict((conflict) => conflict.columns(['askId', 'email']).doUpdateSet({ email: email.toLowerCase() }))
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.add(id)
  }
  return [...ids]
}

/** Forgets the addresses, also those on letters that wait: nothing is asked any more. Links that went out stay. */
export async function forgetRecipients(trx: Trx, askId: string): Promise<void> {
  await trx.deleteFrom('askRecipient').where('askId', '=', askId).execute()
  await takeBack(trx, [askId])
}
