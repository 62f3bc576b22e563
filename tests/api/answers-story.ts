import * as answers from '@meydan/shared/contracts/answers'
import type { CallOf } from '@meydan/shared/contracts/contract'
import { redeemInvitation } from '@meydan/shared/contracts/invites'
import type { NewOrganisation } from '@meydan/shared/contracts/programmes'
import type { SeatRole } from '@meydan/shared/words'
import { boardWith } from '../support/canvas.ts'
import { planWith } from '../support/plans.ts'
import { type Api, startApi } from './api.ts'
import { aGuest, aLink, anOrganiser, arrival, aWorkshop, municipality, ngo, type Person } from './stories.ts'

export type Sitting = Person & { seatId: string; organisationId: string }
type AskBody = CallOf<typeof answers.createAsk>['body']
type Draft = CallOf<typeof answers.answerAsk>['body']['answer']

/** The first day of a test: a Monday, at noon in Istanbul. */
export const TODAY = '2027-03-01'

/** An app whose clock stands still until a test moves it. */
export async function startTimedApi(environment: Record<string, string> = {}) {
  let now = new Date(`${TODAY}T09:00:00Z`)
  const given = { LIMIT_SCALE: '1000', TIME_ZONE: 'Europe/Istanbul', ...environment }
  const api = await startApi(given, { clock: () => now })
  /** `2027-03-09`, or with a time of day by UTC. */
  const setTime = (time: string) => {
    now = new Date(time.includes('T') ? time : `${time}T09:00:00Z`)
  }
  return { api, setTime }
}

/** A room in which an association asks and a municipality answers; its people's names say whose they are. */
export async function anAskingRoom(api: Api) {
  const workshop = await aWorkshop(api)
  const { organiser, administrator, room, programme } = workshop
  const params = { roomId: room.id }

  const seated = async (person: Person): Promise<Sitting> => {
    const { id, organisationId } = await api.db
      .selectFrom('seat')
      .select(['id', 'organisationId'])
      .where('personId', '=', person.me.id)
      .where('roomId', '=', room.id)
      .executeTakeFirstOrThrow()
    return { ...person, seatId: id, organisationId }
  }
  const sit = async (name: string, organisation: { id: string } | { add: NewOrganisation }, role?: SeatRole) => {
    const link = await aLink(api, organiser, room.id, { role })
    return seated(await aGuest(api, link.token, name, organisation))
  }
  /** The same with an account, and so with an address. */
  const sitWithAccount = async (name: string, organisation: { id: string }) => {
    const person = await anOrganiser(api, administrator, name)
    const link = await aLink(api, organiser, room.id)
    const taken = await api.send(redeemInvitation, arrival(link.token, name, organisation), person)
    if (taken.statusCode !== 200) throw new Error(taken.body)
    return seated(person)
  }

  const asking = await sit('Ahmad', { add: ngo('Göçmen Dayanışma Derneği') })
  const asked = await sit('Mehmet', { add: municipality('Şahinbey Belediyesi') })
  const other = await sit('Hasan', { add: municipality('Yenipınar Belediyesi') })
  const facilitator = await seated(organiser)

  let noteId = ''
  let themeId = ''
  const boardId = await boardWith(api.db, room.id, (board) => {
    const author = { seat: asking.seatId, side: 'civil' as const }
    themeId = board.add('theme', { at: { x: 0, y: 0 }, title: 'Çocuk bakımı' }, author)
    noteId = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Kreş yok', theme: themeId }], author)[0]!
  })
  let count = 0
  /** A plan with one action; each is asked about once. */
  const anAction = async (title = `Mahalleye kreş açmak ${(count += 1)}`) => {
    let recordId = ''
    const documentId = await planWith(api.db, room.id, (plan) => {
      recordId = plan.addActions([{ title }], { seat: asking.seatId, side: 'civil' })[0]!
    })
    return { kind: 'action' as const, documentId, recordId }
  }

  const bodyOf = async (given: Partial<AskBody> = {}): Promise<AskBody> => ({
    subject: given.subject ?? (await anAction()),
    organisationId: asked.organisationId,
    replyBy: '2027-03-15',
    ...given,
  })
  const sendAsk = async (given: Partial<AskBody> = {}, by: Person = asking) =>
    api.send(answers.createAsk, { params, body: await bodyOf(given) }, by)
  const ask = async (given: Partial<AskBody> = {}, by: Person = asking) =>
    (await api.call(answers.createAsk, { params, body: await bodyOf(given) }, by)).ask
  const see = async (askId: string, by: Person = asking) => {
    const { asks } = await api.call(answers.listAsks, { params }, by)
    return asks.find(({ id }) => id === askId)!
  }
  const answer = (
    askId: string,
    draft: Draft,
    by: Person = asked,
    { after = 0, byName = undefined as string | undefined } = {},
  ) => api.send(answers.answerAsk, { params: { ...params, askId }, body: { answer: draft, after, byName } }, by)
  const edit = (askId: string, body: CallOf<typeof answers.editAsk>['body'], by: Person = asking) =>
    api.send(answers.editAsk, { params: { ...params, askId }, body }, by)
  const claim = (askId: string, by: Person = asked, note = '') =>
    api.send(answers.claimDone, { params: { ...params, askId }, body: { note } }, by)
  const settle = (askId: string, body: { confirmed: boolean; reason?: string }, by: Person = asking) =>
    api.send(answers.settleDone, { params: { ...params, askId }, body }, by)

  /** What waits in the outbox for an address, the first first. */
  const mailsTo = (email: string) =>
    api.db.selectFrom('outgoingMail').selectAll().where('recipient', '=', email).orderBy('createdAt').execute()
  /** The token of the last mail to an address. */
  const tokenTo = async (email: string) =>
    /\/answer#([\w-]{20,})/.exec((await mailsTo(email)).at(-1)?.text ?? '')?.[1] ?? ''

  return {
    ...{ workshop, programme, room, params, boardId, noteId, themeId, asking, asked, other, facilitator },
    ...{ sit, sitWithAccount, anAction, bodyOf, sendAsk, ask, see, answer, edit, claim, settle, mailsTo, tokenTo },
  }
}
export type AskingRoom = Awaited<ReturnType<typeof anAskingRoom>>
