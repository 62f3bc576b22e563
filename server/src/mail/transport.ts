import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'

export type Letter = {
  recipient: string
  subject: string
  text: string
  html: string
  messageId: string
  unsubscribeUrl: string | null
  calendar: string | null
}

/** How mail leaves this installation. */
export type MailTransport = { send(letter: Letter): Promise<void>; close(): void }

const TIMEOUT_MS = 15_000

/** RFC 8058: a mail program may end it with one press of a button, without a page of ours. */
const unsubscribing = (url: string) => ({
  'List-Unsubscribe': { prepared: true, value: `<${url}>` },
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** By SMTP, as configured; null where nothing is: then mail stays in the mailbox page. */
export function mailTransport({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): MailTransport | null {
  if (!smtpUrl || !mailFrom) return null
  const times = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  const given = new URL(smtpUrl)
  const smtp = createTransport({
    host: given.hostname,
    port: Number(given.port) || (given.protocol === 'smtps:' ? 465 : 587),
    secure: given.protocol === 'smtps:',
    ...(given.username && {
      auth: { user: decodeURIComponent(given.username), pass: decodeURIComponent(given.password) },
    }),
    ...times,
  })
  return {
    async send({ recipient, messageId, unsubscribeUrl, calendar, subject, text, html }) {
      await smtp.sendMail({
        ...{ subject, text, html },
        from: mailFrom,
        // Not as a text to be read: what a person typed as their address must not become two.
        to: { name: '', address: recipient },
        messageId,
        // Answered by no machine: an absence note to a mail of ours would help nobody.
        headers: { 'Auto-Submitted': 'auto-generated', ...(unsubscribeUrl && unsubscribing(unsubscribeUrl)) },
        // As a file, and as nothing that is to be answered by mail.
        ...(calendar && {
          attachments: [
            { filename: 'meeting.ics', content: calendar, contentType: 'text/calendar; charset=utf-8; method=PUBLISH' },
          ],
        }),
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close: () => smtp.close(),
  }
}
