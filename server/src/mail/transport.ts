import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'

export type Letter = { recipient: string; subject: string; text: string; html: string; messageId: string }

/** How mail leaves this installation. */
export type MailTransport = { send(letter: Letter): Promise<void>; close(): void }

const TIMEOUT_MS = 15_000

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
    async send({ recipient, messageId, ...content }) {
      await smtp.sendMail({
        ...content,
        from: mailFrom,
        // Not as a text to be read: what a person typed as their address must not become two.
        to: { name: '', address: recipient },
        messageId,
        // Answered by no machine: an absence note to a mail of ours would help nobody.
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close: () => smtp.close(),
  }
}
