import { queueMail, sendWaiting } from '@meydan/server/mail/outbox'
import { measureMail } from '@meydan/server/mail/measure'
import { type MailTransport, mailTransport } from '@meydan/server/mail/transport'
import { writeLetter } from '@meydan/server/mail/letter'
import { registry } from '@meydan/server/metrics'
import { readUnsubscription, usualWish } from '@meydan/shared/contracts/notifications'
import { listMails } from '@meydan/shared/contracts/mailbox'
import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOST } from './api.ts'
import { type Notifying, startNotifying } from './notifications-story.ts'
import { anAdministrator } from './stories.ts'

let story: Notifying
let smtp: SMTPServer
let transport: MailTransport
/** What the mail server answers to the next letters; when none is left it takes them. */
let answers: number[]
const caught: string[] = []

beforeEach(async () => {
  story = await startNotifying()
  caught.length = 0
  answers = []
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const answer = answers.shift()
        if (answer) return done(Object.assign(new Error('no'), { responseCode: answer }))
        caught.push(Buffer.concat(chunks).toString())
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
  await story.api.close()
})

const log = { warn: () => {} }
const send = async () => {
  await sql`update outgoing_mail set try_after = now()`.execute(story.db)
  return sendWaiting(story.db, transport, log)
}

test('on the wire: text and html, right to left, and a link by which a mail program ends it', async () => {
  const { room, say, atOnce, api } = story
  await story.withAccount(room.public, 'mehmet@example.org', 'ar')
  const words = `@[seat:${room.public.seatId}] <script>alert("kreş")</script>`
  await say(words, { by: room.civil, to: [room.public] })
  await atOnce()
  expect(await send()).toBe(1)
  const raw = caught[0]!
  const mail = await PostalMime.parse(raw)
  expect(mail.to).toEqual([{ name: '', address: 'mehmet@example.org' }])
  expect(mail.subject).toBe('ميدان: وردت إشارة إليكم')
  expect(mail.text).toContain('> @Mehmet <script>alert("kreş")</script>')
  expect(mail.html).toContain('<html lang="ar" dir="rtl">')
  expect(mail.html).toContain('@Mehmet &lt;script&gt;alert(&quot;kreş&quot;)&lt;/script&gt;')
  expect(mail.attachments).toEqual([])
  expect(raw).toMatch(/^Content-Type: multipart\/alternative/m)
  const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value)
  expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
  expect(header('auto-submitted')).toEqual(['auto-generated'])
  const [link] = header('list-unsubscribe')
  const [, path] = /^<http:\/\/localhost:\d+(\/api\/unsubscribe\/[\w-]+)>$/.exec(link!)!
  const token = path!.split('/').at(-1)!
  const seen = () => api.call(readUnsubscription, { body: { token } })
  expect(await seen()).toEqual({ roomName: 'Ortak oda', wish: usualWish })
  const headers = { host: HOST, 'content-type': 'application/x-www-form-urlencoded' }
  await api.app.inject({ method: 'POST', url: path!, headers, payload: 'List-Unsubscribe=One-Click' })
  expect((await seen()).wish).toEqual({ mentions: 'never', others: 'never' })
  const [row] = await story.mails()
  expect(row).toMatchObject({ recipient: '', subject: '', text: '', html: '', unsubscribeUrl: null, calendar: null })
})

test('a meeting travels as a file of the calendar; letters that nobody subscribed to have no such link', async () => {
  const calendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Görüşme\r\nEND:VCALENDAR\r\n'
  const letter = writeLetter('tr', 'Meydan: toplantı', [{ paragraph: 'Görüşmek üzere' }])
  await queueMail(story.db, { recipient: 'ayse@example.org', ...letter, calendar })
  expect(await send()).toBe(1)
  const mail = await PostalMime.parse(caught[0]!)
  expect(mail.attachments).toMatchObject([{ filename: 'meeting.ics', mimeType: 'text/calendar', method: 'PUBLISH' }])
  const [attached] = mail.attachments
  const content = attached!.content
  const said = typeof content === 'string' ? content : new TextDecoder().decode(content)
  // The parser's own line ends; on the wire all are CRLF.
  expect(said.replaceAll('\n', '\r\n')).toBe(calendar)
  expect(mail.headers.map(({ key }) => key)).not.toContain('list-unsubscribe')
  expect((await story.mails())[0]!.calendar).toBeNull()
})

test('what the mail server refuses is tried again, at last given up, and seen by those who run this', async () => {
  const { room, say, atOnce, api } = story
  await story.withAccount(room.public, 'mehmet@example.org')
  await say('söz', { by: room.civil, to: [room.public] })
  await atOnce()
  const administrator = await anAdministrator(api)
  const seen = async () => (await api.call(listMails, {}, administrator)).mails
  measureMail(registry, story.db)
  const unsent = async () => {
    const text = await registry.getSingleMetricAsString('mail_unsent')
    return ['waiting', 'given_up'].map((state) => Number(new RegExp(`state="${state}"\\} (\\d+)`).exec(text)?.[1]))
  }
  answers = [451]
  expect(await send()).toBe(0)
  expect(await seen()).toMatchObject([{ recipient: 'mehmet@example.org', tries: 1, problem: '451', givenUpAt: null }])
  expect(await unsent()).toEqual([1, 0])
  expect(await send()).toBe(1)
  expect([await seen(), caught.length, await unsent()]).toEqual([[], 1, [0, 0]])

  await say('ikinci söz', { by: room.civil, to: [room.public] })
  await atOnce()
  answers = Array.from({ length: 100 }, () => 550)
  for (let tries = 0; tries < 9; tries += 1) await send()
  const [given] = await seen()
  expect(given).toMatchObject({ recipient: 'mehmet@example.org', tries: 8, problem: '550', text: '' })
  expect(given!.givenUpAt).not.toBeNull()
  expect(await unsent()).toEqual([0, 1])
  expect([answers.length, caught.length]).toEqual([92, 1])
  const row = await story.db.selectFrom('outgoingMail').selectAll().where('givenUpAt', 'is not', null).execute()
  expect(JSON.stringify(row)).not.toMatch(/söz|unsubscribe\//)
})
