import { z } from 'zod'
import { Language } from '../languages.ts'
import { contract } from './contract.ts'
import { Id, Nothing, Time } from './ids.ts'

/** A mail that waits, or that stays here because no mail server is configured. */
export const MailView = z.object({
  id: Id,
  recipient: z.string(),
  language: Language,
  subject: z.string(),
  text: z.string(),
  tries: z.number().int(),
  /** What the mail server answered, as a code; null: nothing went wrong. */
  problem: z.string().nullable(),
  createdAt: Time,
  givenUpAt: Time.nullable(),
})
export type MailView = z.infer<typeof MailView>

export const listMails = contract({
  method: 'GET',
  path: '/api/mails',
  needs: 'account.manage',
  summary: 'Mail that was not sent: all of it without a mail server, else what waits or was given up, without its text',
  reply: z.object({ isConfigured: z.boolean(), mails: z.array(MailView) }),
})

export const deleteMail = contract({
  method: 'DELETE',
  path: '/api/mails/:mailId',
  needs: 'account.manage',
  summary: 'Delete a mail that was not sent',
  params: z.strictObject({ mailId: Id }),
  reply: Nothing,
})
