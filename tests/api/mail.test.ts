import { listMails } from '@meydan/shared/contracts/mailbox'
import { writeLetter } from '@meydan/server/mail/letter'
import { sendMail } from '@meydan/server/mail/send-mail.job'
import { queueMail, sendWaiting } from '@meydan/server/mail/outbox'
import { type MailTransport, mailTransport } from '@meydan/server/mail/transport'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Api, startApi } from './api.ts'
import { anAdministrator } from './stories.ts'

let api: Api
let smtp: SMTPServer
let transport: MailTransport
let refusals: number
const caught: { to: string[]; raw: string }[] = []

beforeEach(async () => {
  api = await startApi()
  caught.length = 0
  refusals = 0
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusals-- > 0) return done(Object.assign(new Error('try later'), { responseCode: 451 }))
        caught.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as { port: number }
  transport = mailTransport({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Meydan <meydan@example.org>' })!
})
afterEach(async () => {
  transport.close()
  await new Promise<void>((resolve) => smtp.close(resolve))
  await api.close()
})

const log = { warn: () => {} }
const letter = () => writeLetter('ar', 'ملخص اجتماع', [{ paragraph: 'شكراً لكم جميعاً' }])
const allDue = () => sql`update outgoing_mail set try_after = now()`.execute(api.db)

test('a mail arrives once, as text and as HTML, and is then emptied', async () => {
  await queueMail(api.db, { recipient: 'ayse@example.org', ...letter() })
  const [first, second] = await Promise.all([sendWaiting(api.db, transport, log), sendWaiting(api.db, transport, log)])
  expect(first + second).toBe(1)
  expect(caught.map(({ to }) => to)).toEqual([['ayse@example.org']])
  const mail = await PostalMime.parse(caught[0]!.raw)
  expect(mail.subject).toBe('ملخص اجتماع')
  expect(mail.text).toContain('شكراً لكم جميعاً')
  expect(mail.html).toContain('dir="rtl"')
  const rows = await api.db.selectFrom('outgoingMail').selectAll().execute()
  expect(rows).toMatchObject([{ recipient: '', subject: '', text: '', html: '' }])
  expect(rows[0]?.sentAt).not.toBeNull()
})

test('a refused mail is tried again later, and at last given up', async () => {
  refusals = 1
  await queueMail(api.db, { recipient: 'ayse@example.org', ...letter() })
  expect(await sendWaiting(api.db, transport, log)).toBe(0)
  expect(await sendWaiting(api.db, transport, log)).toBe(0)
  expect(caught).toHaveLength(0)
  await allDue()
  expect(await sendWaiting(api.db, transport, log)).toBe(1)
  expect(caught).toHaveLength(1)

  refusals = 100
  await queueMail(api.db, { recipient: 'mehmet@example.org', ...letter() })
  for (let tries = 0; tries < 8; tries++) {
    await allDue()
    await sendWaiting(api.db, transport, log)
  }
  const administrator = await anAdministrator(api)
  const { mails, isConfigured } = await api.call(listMails, {}, administrator)
  expect(isConfigured).toBe(false)
  expect(mails).toMatchObject([{ recipient: 'mehmet@example.org', tries: 8, problem: '451' }])
  expect(mails[0]?.givenUpAt).not.toBeNull()
  await allDue()
  expect(await sendWaiting(api.db, transport, log)).toBe(0)
})

test('what couldn’t be sent for seven days is deleted, also where nothing sends it', async () => {
  const recipients = ['old@example.org', 'given.up@example.org', 'young@example.org', 'sent@example.org']
  for (const recipient of recipients) await queueMail(api.db, { recipient, ...letter() })
  const age = (days: number, recipient: string) =>
    sql`update outgoing_mail set created_at = now() - make_interval(days => ${days}, mins => 1) where recipient = ${recipient}`
  for (const recipient of recipients) await age(recipient.startsWith('young') ? 6 : 7, recipient).execute(api.db)
  await sql`update outgoing_mail set given_up_at = now() where recipient = 'given.up@example.org'`.execute(api.db)
  await sql`update outgoing_mail set sent_at = now() where recipient = 'sent@example.org'`.execute(api.db)
  const job = sendMail({ smtpUrl: undefined, mailFrom: undefined })
  await job.run({}, { db: api.db, log: { info() {}, error() {} } })
  const left = await api.db.selectFrom('outgoingMail').select('recipient').orderBy('recipient').execute()
  expect(left.map(({ recipient }) => recipient)).toEqual(['sent@example.org', 'young@example.org'])
})

test('an address with a line break or a second address in it reaches nobody else', async () => {
  for (const recipient of ['a@example.org\r\nBcc: b@example.org', 'a@example.org, b@example.org']) {
    await queueMail(api.db, { recipient, ...letter() })
  }
  await sendWaiting(api.db, transport, log)
  expect(caught.flatMap(({ to }) => to).filter((address) => address === 'b@example.org')).toEqual([])
  for (const { raw } of caught) expect(raw).not.toMatch(/^bcc:/im)
})
