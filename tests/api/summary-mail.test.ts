import { summaryLetter } from '@meydan/server/features/summary/summary-letter'
import { letterWords } from '@meydan/server/features/summary/words'
import { sendWaiting } from '@meydan/server/mail/outbox'
import { mailTransport } from '@meydan/server/mail/transport'
import { listMails } from '@meydan/shared/contracts/mailbox'
import { correctAttendance, mailSummary, readSummary } from '@meydan/shared/contracts/summary'
import { type Language, languages } from '@meydan/shared/languages'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aMeetingToSum } from './summary-story.ts'
import type { Voter } from './voting.ts'

let api: Api
let story: Awaited<ReturnType<typeof aMeetingToSum>>
let reader: Voter

beforeAll(async () => {
  api = await startApi()
  story = await aMeetingToSum(api)
  await story.step('discuss', 'Talk')
  await story.direct('start')
  reader = await story.sit('civil', 'Gülşen Okur', 'participant', 'Dernek')
  const other = await story.sit('public', 'Mehmet Kaya', 'participant', 'Belediye')
  await story.seen(reader, 3)
  await story.seen(other, 3)
  await story.writes(story.boardId, (board) => {
    const theme = board.add('theme', { at: { x: 0, y: 0 }, title: 'Kreş' }, { seat: null, side: 'neutral' })
    board.addNotes([{ at: { x: 0, y: 0 }, text: 'secret complaint', theme }], { seat: reader.seatId, side: 'civil' })
  })
  const vote = await story.make({ kind: 'positions', title: 'Madde 1', on: ['Ayda bir buluşalım'] })
  await story.say(reader, vote, 'Ayda bir buluşalım', 'agree')
  await story.say(other, vote, 'Ayda bir buluşalım', 'agree')
  await story.close(vote)
  const seat = { ...story.params, subjectId: other.seatId }
  await api.call(correctAttendance, { params: seat, body: { people: 1, note: 'Mehmet came late' } }, story.organiser)
  await story.direct('end')
})
afterAll(() => api.close())

const ask = (email: string, language: Language, who: Voter = reader) =>
  api.send(mailSummary, { params: story.params, body: { email, language } }, who)

test('the summary arrives by SMTP, in the language asked for, without names; then the address is forgotten', async () => {
  const caught: { to: string[]; raw: string }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        caught.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: String(Buffer.concat(chunks)) })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const { port } = smtp.server.address() as { port: number }
  const transport = mailTransport({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Meydan <meydan@example.org>' })!
  onTestFinished(() => transport.close())

  const people: Voter[] = []
  for (const language of languages) people.push(await story.sit('civil', `Okur ${language}`))
  for (const [index, language] of languages.entries()) {
    const answer = await ask(`${language}@example.org`, language, people[index])
    expect(answer.json(), answer.body).toEqual({ isConfigured: false })
  }
  const { mails } = await api.call(listMails, {}, story.administrator)
  expect(mails).toHaveLength(languages.length)
  expect(await sendWaiting(api.db, transport, { warn: () => {} })).toBe(languages.length)

  const words: Record<Language, string> = {
    tr: 'iki taraf da kabul etti',
    en: 'both sides agree',
    ar: 'وافق الطرفان',
    de: 'beide Seiten stimmen zu',
    da: 'begge sider er enige',
    eu: 'bi aldeak ados daude',
  }
  for (const language of languages) {
    const { raw } = caught.find(({ to }) => to[0] === `${language}@example.org`)!
    const mail = await PostalMime.parse(raw)
    for (const text of [mail.text!, mail.html!]) {
      expect(text).toContain('Ortak toplantı')
      expect(text).toContain('Ayda bir buluşalım')
      expect(text).toContain(words[language])
      // Nobody said where our pages are, and a request's own word for it may be anybody's.
      expect(text).not.toContain('://')
      for (const name of ['Gülşen', 'Mehmet', 'Defne', 'Okur', 'secret complaint']) expect(text).not.toContain(name)
    }
    expect(mail.text).toContain(`Dernek ${story.room.id}: `)
    // Who asked for it is said by their organisation.
    expect(mail.text!.trim().split('\n').at(-1)).toContain(`civil body ${story.room.id}`)
    for (const secret of ['toplantı', 'Madde', 'Kreş', 'Ortak']) expect(mail.subject).not.toContain(secret)
    expect(mail.subject).toMatch(/\p{Nd}{4}/u)
    expect(mail.html).toContain(`dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
  }
  const rows = await api.db.selectFrom('outgoingMail').selectAll().execute()
  for (const row of rows) expect([row.recipient, row.text, row.html]).toEqual(['', '', ''])
})

test('a letter leads to the page where the operator says it is', async () => {
  const { summary } = await api.call(readSummary, { params: story.params }, reader)
  const url = 'https://meydan.example.org/rooms/1/meetings/2/summary'
  const letter = summaryLetter(summary, { language: 'en', askedBy: 'Dernek', url })
  expect(letter.text).toContain(url)
  expect(letter.html).toContain(`href="${url}"`)
})

test('a side of which one or two voted is named as that, in every language', async () => {
  const { summary } = await api.call(readSummary, { params: story.params }, reader)
  const voters = { civil: 3, public: 1, neutral: 0 }
  const votes = summary.votes.map((vote) => ({ ...vote, voters, eligible: { civil: 5, public: 5, neutral: 0 } }))
  const textOf = (language: Language, from = summary) =>
    summaryLetter(from, { language, askedBy: 'Dernek', url: null }).text
  expect(textOf('en', { ...summary, votes })).toContain('Public institutions: only 1 voted.')
  for (const language of languages) {
    const { sides, few } = letterWords[language]
    const number = new Intl.NumberFormat(language)
    const text = textOf(language, { ...summary, votes }).replaceAll(/\s+/g, ' ')
    expect(text).toContain(few(sides.public, number.format(1)))
    expect(text).not.toContain(few(sides.civil, number.format(3)))
  }
})

test('an address that is none or two is refused', async () => {
  const invalid = [400, 'invalid', [{ path: 'email', problem: 'email' }]]
  for (const email of ['nobody', 'a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org']) {
    expect(refusal(await ask(email, 'en'))).toEqual(invalid)
  }
})

test('a guest has two letters about a meeting sent, wherever to, also when both are asked for at once', async () => {
  const guest = await story.sit('civil', 'Konuk')
  const addresses = ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org']
  const answers = await Promise.all(addresses.map((email) => ask(email, 'en', guest)))
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 400, 400])
  const enough = [400, 'invalid', [{ path: 'email', problem: 'mailed_enough' }]]
  expect(refusal(await ask('a@example.org', 'en', guest))).toEqual(enough)
  const queued = await api.db.selectFrom('outgoingMail').select('id').where('recipient', 'in', addresses).execute()
  expect(queued).toHaveLength(2)
  // They are listed and deleted as any other.
  const { mails } = await api.call(listMails, {}, story.administrator)
  expect(mails.map(({ id }) => id)).toEqual(expect.arrayContaining(queued.map(({ id }) => id)))
  // Another of their organisation has their own two.
  expect((await ask('a@example.org', 'en', await story.sit('civil', 'Konuk'))).statusCode).toBe(200)
})

test('whoever has an account is mailed at its address alone, six times within ten minutes is too much', async () => {
  const { organiser } = story
  const by = { ...organiser, seatId: '', name: '' }
  const notTheirs = [400, 'invalid', [{ path: 'email', problem: 'not_offered' }]]
  expect(refusal(await ask('somebody@example.org', 'en', by))).toEqual(notTheirs)
  const own = organiser.me.email!
  for (let sent = 0; sent < 4; sent++) expect((await ask(own.toUpperCase(), 'en', by)).statusCode).toBe(200)
  expect(refusal(await ask(own, 'en', by))).toEqual([429, 'slow_down'])
})

test('a room has so many letters sent in an hour, whoever asks', async () => {
  const statuses: number[] = []
  for (let guest = 0; guest < 61; guest++) {
    const who = await story.sit('public', 'Konuk')
    for (const email of ['a@example.org', 'b@example.org']) statuses.push((await ask(email, 'en', who)).statusCode)
  }
  expect(statuses.indexOf(429)).toBeGreaterThan(60)
  expect(statuses.at(-1)).toBe(429)
})
