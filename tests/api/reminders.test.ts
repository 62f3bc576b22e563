import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { planWith } from '../support/plans.ts'
import { type Sitting, TODAY } from './answers-story.ts'
import { putActions } from './follow-up-story.ts'
import { type Reminding, startReminding } from './reminders-story.ts'

let story: Reminding
let planId: string
let official: Sitting
let colleague: Sitting
let association: Sitting

beforeAll(async () => {
  story = await startReminding()
  const { room } = story
  official = await room.sitWithAccount('Elif Kaya', { id: room.asked.organisationId })
  colleague = await room.sitWithAccount('Ozan Er', { id: room.asked.organisationId })
  association = await room.sitWithAccount('Leyla Demir', { id: room.asking.organisationId })
})
afterAll(() => story.api.close())
beforeEach(async () => {
  const { db } = story.api
  story.setTime(TODAY)
  for (const table of ['planAction', 'ask'] as const) await db.deleteFrom(table).execute()
  await forget()
  planId = await planWith(db, story.room.room.id, () => {})
})

/** As if nobody had been reminded of anything. */
async function forget() {
  for (const table of ['reminder', 'outgoingMail'] as const) await story.api.db.deleteFrom(table).execute()
}
const mails = () => story.api.db.selectFrom('outgoingMail').selectAll().orderBy('createdAt').execute()
const recipients = async () => (await mails()).map(({ recipient }) => recipient).sort()
const emails = (...people: Sitting[]) => people.map(({ me }) => me.email!).sort()
const municipality = () => story.room.asked.organisationId

test('one mail collects what is due, late first, and its subject says nothing of it', async () => {
  const { room, moveTo, logged } = story
  const mine = { responsible: municipality(), person: official.seatId }
  const [soon, late] = await putActions(story.api, planId, [
    { title: 'Kreş açmak', due: '2027-03-08', ...mine },
    { title: 'Tabela asmak', due: '2027-02-28', status: 'started', ...mine },
    { title: 'Too far', due: '2027-03-09', ...mine },
    { title: 'Today', due: TODAY, ...mine },
    { title: 'Long gone', due: '2027-02-21', ...mine },
    { title: 'Done', due: '2027-02-28', status: 'done', ...mine },
    { title: 'Dropped', due: '2027-02-28', status: 'dropped', ...mine },
    { title: 'Proposed', due: '2027-02-28', status: 'proposed', ...mine },
    { title: 'Endless', due: null, ...mine },
    { title: 'Nobody’s', due: '2027-02-28' },
  ])
  expect(await moveTo(TODAY), 'two nodes, and one of them again').toBe(1)
  const [mail, ...others] = await mails()
  expect(others).toEqual([])
  expect(mail).toMatchObject({
    recipient: official.me.email,
    subject: 'Reminder from Meydan: 2 things are due soon or overdue',
  })
  expect(mail!.text.indexOf('Tabela asmak')).toBeLessThan(mail!.text.indexOf('Kreş açmak'))
  const plan = `http://localhost:${story.api.config.port}/rooms/${room.room.id}/plans/${planId}`
  for (const id of [soon, late]) expect(mail!.text).toContain(`${plan}?action=${id}`)
  for (const title of ['Too far', 'Today', 'Long gone', 'Done', 'Dropped', 'Proposed', 'Endless', 'Nobody’s']) {
    expect(mail!.text).not.toContain(title)
  }
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.join('\n')).not.toMatch(/Kreş|Tabela|@/)
})

test('whoever is named, else those of the organisation in that room: nobody without an address, nobody who left', async () => {
  const { api, room, run } = story
  const { db } = api
  const told = async (because: string, ...people: Sitting[]) => {
    await run()
    expect(await recipients(), because).toEqual(emails(...people))
    await forget()
  }
  await putActions(api, planId, [
    { title: 'A', due: '2027-02-28', responsible: municipality(), person: room.asked.seatId },
  ])
  await told('a guest is named: those of the organisation', official, colleague)
  const guest = { personId: room.asked.me.id, email: 'mehmet@example.org' }
  await db.insertInto('guestAddress').values(guest).execute()
  await told('a guest whose address nobody confirmed', official, colleague)
  await db.updateTable('guestAddress').set({ confirmedAt: new Date() }).execute()
  await run()
  expect(await recipients(), 'a guest with an address').toEqual([guest.email])
  await forget()
  await db.deleteFrom('guestAddress').execute()
  await db.updateTable('planAction').set({ personSeatId: association.seatId }).execute()
  await told('whoever is named, of whichever organisation', association)

  await db.updateTable('planAction').set({ personSeatId: official.seatId }).execute()
  await told('named', official)
  await db.updateTable('person').set({ disabledAt: new Date() }).where('id', '=', official.me.id).execute()
  await told('closed account', colleague)
  await db.updateTable('person').set({ disabledAt: null }).where('id', '=', official.me.id).execute()
  await db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', official.seatId).execute()
  await told('seat taken back', colleague)
  await db.updateTable('seat').set({ removedAt: null }).where('id', '=', official.seatId).execute()

  await db.updateTable('room').set({ archivedAt: new Date() }).where('id', '=', room.room.id).execute()
  await told('archived')
  await db.updateTable('room').set({ archivedAt: null }).where('id', '=', room.room.id).execute()
  await db.deleteFrom('planAction').execute()
  await told('no rows any more')
})

test('a day that moves is reminded of anew, one that comes back is not', async () => {
  const { api, moveTo } = story
  await putActions(api, planId, [{ title: 'A', due: '2027-03-05', person: official.seatId }])
  const move = (due: string) => api.db.updateTable('planAction').set({ due }).execute()
  expect(await moveTo('2027-03-01'), 'made up for at T-4').toBe(1)
  await move('2027-03-06')
  expect(await moveTo('2027-03-01')).toBe(1)
  await move('2027-03-05')
  expect(await moveTo('2027-03-02')).toBe(0)
  expect(await moveTo('2027-03-06'), 'T+1').toBe(1)
  expect(await moveTo('2027-03-07')).toBe(0)
})

test('what was asked and what is due are one mail; the words of a note stay in the room', async () => {
  const { api, room, moveTo } = story
  const subject = { kind: 'note' as const, documentId: room.boardId, recordId: room.noteId }
  await room.ask({ subject, replyBy: '2027-03-10' }, association)
  await forget()
  await putActions(api, planId, [{ title: 'Kreş açmak', due: '2027-03-10', person: association.seatId }])
  await moveTo('2027-03-11')
  const [mail, ...others] = (await mails()).filter(({ recipient }) => recipient === association.me.email)
  expect(others).toEqual([])
  expect(mail!.subject).toBe('Reminder from Meydan: 2 things are due soon or overdue')
  expect(mail!.text).toContain('Kreş açmak')
  expect(mail!.text).toContain('Şahinbey Belediyesi')
  expect(mail!.text).not.toContain('Kreş yok')
})

test('in the language of its reader, from right to left, by its plural, and nothing in it is markup', async () => {
  const { api, run } = story
  const arabic = (language: string) =>
    api.db.updateTable('person').set({ language }).where('id', '=', official.me.id).execute()
  await arabic('ar')
  const row = { title: 'A', due: '2027-02-28', person: official.seatId }
  await putActions(api, planId, [{ ...row, title: '<b>مدرسة</b>\r\nBcc: x' }, row])
  await run()
  await arabic('en')
  const [mail] = await mails()
  expect(mail).toMatchObject({ language: 'ar', subject: 'تذكير من ميدان: موعدان قريبان أو فائتان' })
  expect(mail!.html).toContain('dir="rtl"')
  expect(mail!.html).toContain('&lt;b&gt;مدرسة&lt;/b&gt; Bcc: x')
  expect(mail!.text).toContain('<b>مدرسة</b> Bcc: x')
})

test('what fails for one leaves the others theirs, and is tried again', async () => {
  const { api, run, logged } = story
  await putActions(api, planId, [
    { title: 'A', due: '2027-02-28', person: official.seatId },
    { title: 'A', due: '2027-02-28', person: colleague.seatId },
  ])
  const outgoing = api.db.schema.alterTable('outgoing_mail')
  await outgoing.addCheckConstraint('test_refuses', sql`recipient <> ${sql.lit(official.me.email)}`).execute()
  expect(await run()).toEqual({ mails: 1, failed: 1 })
  await api.db.schema.alterTable('outgoing_mail').dropConstraint('test_refuses').execute()
  expect(await recipients()).toEqual(emails(colleague))
  expect(logged.join('\n')).not.toContain('@')
  expect(await run()).toEqual({ mails: 1, failed: 0 })
  expect(await recipients()).toEqual(emails(official, colleague))
})

test('ten thousand actions are told in one mail a run, and what was told is forgotten after 400 days', async () => {
  const { api, run, setTime } = story
  const far = Array.from({ length: 2_000 }, () => ({ title: 'A', due: '2027-06-01', responsible: municipality() }))
  for (let part = 0; part < 5; part += 1) await putActions(api, planId, far)
  const near = Array.from({ length: 600 }, () => ({ title: 'A', due: '2027-02-28', person: official.seatId }))
  await putActions(api, planId, near)
  expect(await run()).toEqual({ mails: 1, failed: 0 })
  expect(await run(), 'the rest').toEqual({ mails: 1, failed: 0 })
  expect(await run()).toEqual({ mails: 0, failed: 0 })
  const [mail] = await mails()
  expect(mail!.subject).toBe('Reminder from Meydan: 500 things are due soon or overdue')
  expect(mail!.text).toContain(`http://localhost:${api.config.port}/actions`)
  const kept = () =>
    api.db
      .selectFrom('reminder')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .execute()
  setTime('2028-04-04')
  await run()
  expect(await kept()).toMatchObject([{ count: 600 }])
  setTime('2028-04-06')
  await run()
  expect(await kept()).toMatchObject([{ count: 0 }])
})
