import { deleteMail, listMails, type MailView } from '@meydan/shared/contracts/mailbox'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { deleteUnsent } from '../../mail/outbox.ts'

const SHOWN_MOST = 200

/** What of the outbox an administrator sees. With a mail server the texts are for their addressees alone. */
export function mailboxRoutes(mount: Mount, { db, config }: { db: Database; config: Pick<Config, 'smtpUrl'> }): void {
  const isConfigured = config.smtpUrl !== undefined

  mount(listMails, async () => {
    const rows = await db
      .selectFrom('outgoingMail')
      .select(['id', 'recipient', 'language', 'subject', 'text', 'tries', 'problem', 'createdAt', 'givenUpAt'])
      .where('sentAt', 'is', null)
      .orderBy('createdAt', 'desc')
      .limit(SHOWN_MOST)
      .execute()
    const mails = rows.map(
      ({ createdAt, givenUpAt, language, ...row }): MailView => ({
        ...row,
        text: isConfigured ? '' : row.text,
        language: Language.catch('en').parse(language),
        createdAt: createdAt.toISOString(),
        givenUpAt: givenUpAt?.toISOString() ?? null,
      }),
    )
    return { isConfigured, mails }
  })

  mount(deleteMail, async ({ params: { mailId } }) => {
    if (!(await deleteUnsent(db, mailId))) throw new AppError('not_found')
    return {}
  })
}
