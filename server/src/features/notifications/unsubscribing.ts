import { MailWish, usualWish } from '@meydan/shared/contracts/notifications'
import { AppError } from '@meydan/shared/errors'
import { readStatelessToken, statelessToken } from '../../access/tokens.ts'
import type { Database, Executor } from '../../database/schema.ts'
import { writeWish } from './settings.ts'

const NO_MAIL: MailWish = { mentions: 'never', others: 'never' }

/** Whose letters a link ends: those of one room, or (null) of all. */
type Letters = { personId: string; roomId: string | null }

/** The token of a link that ends such letters; it is in each of them, and holds for as long as there is the person. */
export function unsubscribeToken(secret: string, { personId, roomId }: Letters): string {
  return statelessToken(secret, 'unsubscribe', roomId === null ? [personId] : [personId, roomId])
}

function lettersOf(secret: string, token: string): Letters {
  const [personId, roomId = null] = readStatelessToken(secret, 'unsubscribe', token) ?? []
  if (!personId) throw new AppError('link_unknown')
  return { personId, roomId }
}

/** What a link would end, and how its person is told now. Throws `link_unknown`. */
export async function readLetters(db: Executor, secret: string, token: string) {
  const letters = lettersOf(secret, token)
  const { personId, roomId } = letters
  const person = await db.selectFrom('person').select('id').where('id', '=', personId).executeTakeFirst()
  const room = roomId
    ? await db.selectFrom('room').select('name').where('id', '=', roomId).executeTakeFirst()
    : { name: null }
  if (!person || !room) throw new AppError('link_unknown')
  return { letters, roomName: room.name, wish: await wishNow(db, letters) }
}

/** Of all letters those count too that a room alone still brings. */
async function wishNow(db: Executor, { personId, roomId }: Letters): Promise<MailWish> {
  const rows = await db
    .selectFrom('notificationSetting')
    .select(['roomId', 'mentions', 'others'])
    .where('personId', '=', personId)
    .orderBy('roomId', (order) => order.asc().nullsFirst())
    .execute()
  const wishes = rows.map((row) => ({
    of: row.roomId,
    wish: MailWish.parse({ mentions: row.mentions, others: row.others }),
  }))
  const all = wishes.find(({ of }) => of === null)?.wish ?? usualWish
  if (roomId !== null) return wishes.find(({ of }) => of === roomId)?.wish ?? all
  return [all, ...wishes.map(({ wish }) => wish)].find((wish) => !isNone(wish)) ?? all
}

const isNone = ({ mentions, others }: MailWish) => mentions === 'never' && others === 'never'

/** Ends these letters, or (with a wish) has them again. Throws `link_unknown`. Answers with what holds now. */
export async function endLetters(
  db: Database,
  secret: string,
  { token, wish = NO_MAIL }: { token: string; wish?: MailWish },
) {
  const { letters } = await readLetters(db, secret, token)
  await db.transaction().execute(async (trx) => {
    await writeWish(trx, { ...letters, wish })
    if (letters.roomId !== null || !isNone(wish)) return
    // A room with a wish of its own would go on sending.
    await trx
      .deleteFrom('notificationSetting')
      .where('personId', '=', letters.personId)
      .where('roomId', 'is not', null)
      .where((is) => is.or([is('mentions', '!=', 'never'), is('others', '!=', 'never')]))
      .execute()
  })
  return { wish }
}
