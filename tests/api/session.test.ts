import { createAccounts } from '@meydan/server/access/accounts'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { readHome } from '@meydan/shared/contracts/programmes'
import {
  acceptAccountLink,
  createAccountLink,
  deleteAccountLink,
  editMe,
  listAccounts,
  previewAccountLink,
  readSession,
  signIn,
  signOut,
} from '@meydan/shared/contracts/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, apiOn, cookieOf, refusal, startApi, startApiForTest } from './api.ts'
import { countRows, rowsHolding } from './rows.ts'
import { aGuest, anAdministrator, anOrganiser, aWorkshop, ngo, PASSWORD, type Person, setUpByLink } from './stories.ts'

const DAY_SECONDS = 86_400

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

const credentials = { email: 'Defne.Uysal@example.org ', password: PASSWORD }

describe('sign-in', () => {
  test('starts a new session each time and ends the one the browser had', async () => {
    const first = await api.send(signIn, { body: credentials })
    expect(first.statusCode).toBe(200)
    expect(first.json().me).toMatchObject({ name: 'Defne Uysal', isGuest: false, isAdministrator: false })
    const announced = api.announced()
    const second = await api.send(signIn, { body: credentials }, { cookie: cookieOf(first) })
    expect(cookieOf(second)).not.toBe(cookieOf(first))
    expect(await api.call(readSession, {}, { cookie: cookieOf(first) })).toEqual({ me: null })
    expect(api.announced()).toBe(announced + 1)
  })

  test('lasts seven days, a guest ninety, whatever is done meanwhile', async () => {
    const account = await api.send(signIn, { body: credentials })
    expect(maxAge(account.headers['set-cookie'])).toBeCloseTo(7 * DAY_SECONDS, -2)
    const guest = await aGuest(api, workshop.link.token, 'Uzun Kalan', workshop.host)
    const row = await api.db
      .selectFrom('session')
      .select('expiresAt')
      .where('personId', '=', guest.me.id)
      .executeTakeFirstOrThrow()
    expect((row.expiresAt.getTime() - Date.now()) / 1000).toBeCloseTo(90 * DAY_SECONDS, -2)
  })

  test('gives one answer for an unknown address, a wrong password and a malformed address', async () => {
    for (const email of ['nobody@example.org', credentials.email, 'no address', '']) {
      const response = await api.send(signIn, { body: { email, password: 'wrong password entirely' } })
      expect(refusal(response), email).toEqual([401, 'wrong_credentials'])
      expect(response.headers['set-cookie']).toBeUndefined()
    }
  })

  test('takes as long for an unknown address as for a known one', async () => {
    const time = async (email: string) => {
      const start = performance.now()
      await api.send(signIn, { body: { email, password: 'wrong password entirely' } })
      return performance.now() - start
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 15; round += 1) {
      known.push(await time(credentials.email))
      unknown.push(await time(`nobody${round}@example.org`))
    }
    // In turns, and compared pair by pair: on a busy machine both are slow in the same moments.
    const differences = known.map((time, round) => Math.abs(time - unknown[round]!))
    expect(median(differences)).toBeLessThan(Math.max(20, median(known) / 2))
    expect(median(unknown)).toBeGreaterThan(median(known) / 2)
  })

  test('is refused to a disabled person, and what they had open ends', async () => {
    const person = await anOrganiser(api, workshop.administrator, 'Gone Soon')
    await api.db.updateTable('person').set({ disabledAt: new Date() }).where('id', '=', person.me.id).execute()
    expect(await api.call(readSession, {}, person)).toEqual({ me: null })
    const response = await api.send(signIn, { body: { email: person.me.email!, password: PASSWORD } })
    expect(refusal(response)).toEqual([401, 'wrong_credentials'])
    expect(await api.db.selectFrom('session').selectAll().where('personId', '=', person.me.id).execute()).toHaveLength(
      1,
    )
  })
})

test('sign-out ends the session for good, tells the sockets and makes the browser forget', async () => {
  const cookie = cookieOf(await api.send(signIn, { body: credentials }))
  const announced = api.announced()
  const response = await api.send(signOut, {}, { cookie })
  expect(response.headers['set-cookie']).toMatch(/^meydan=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(api.announced()).toBe(announced + 1)
  expect(await api.call(readSession, {}, { cookie })).toEqual({ me: null })
  expect(refusal(await api.send(readHome, {}, { cookie }))).toEqual([401, 'signed_out'])
})

test.each([
  ['http', {}, /^meydan=[\w%.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/],
  [
    'https',
    { PUBLIC_URL: 'https://meydan.example.org' },
    /^__Host-meydan=[\w%.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  ],
])('the cookie over %s says all it must', async (_, environment, expected) => {
  const own = await startApiForTest(environment)
  await anAdministrator(own)
  const response = await own.send(signIn, { body: { email: 'ada@example.org', password: PASSWORD } })
  expect(response.headers['set-cookie']).toMatch(expected)
})

describe('the cookie', () => {
  test('of a guest is accepted by better-auth, whose session is the same', async () => {
    const guest = await aGuest(api, workshop.link.token, 'Kardeş', workshop.host)
    const { pool } = api.database
    const auth = createAccounts({ config: api.config, secret: api.secret, db: api.db, pool, cookie: api.cookie })
    const session = await auth.api.getSession({ headers: new Headers({ cookie: guest.cookie }) })
    expect(session?.user.id).toBe(guest.me.id)
    // The last sign carries four of its six bits: B would say what A says.
    const forged = new Headers({ cookie: guest.cookie.replace(/.%3D$/, (end) => (end[0] === 'A' ? 'E%3D' : 'A%3D')) })
    expect(await auth.api.getSession({ headers: forged })).toBeNull()
  })

  test.each([
    ['unsigned', (cookie: string) => cookie.split('.')[0]!],
    ['signed for another token', (cookie: string) => cookie.replace('=', '=x')],
    [
      'with one sign of the signature changed',
      (cookie: string) => cookie.replace(/\.(.)/, (_, at) => (at === 'A' ? '.B' : '.A')),
    ],
    ['malformed', () => 'meydan=%E0%A4%A'],
    ['empty', () => 'meydan='],
    ['with a short signature', (cookie: string) => `${cookie.split('.')[0]}.AAAA`],
  ])('%s is nobody', async (_, spoil) => {
    expect(await api.call(readSession, {}, { cookie: spoil(workshop.organiser.cookie) })).toEqual({ me: null })
  })

  test('is found behind others of its name that somebody else set', async () => {
    const { cookie } = workshop.organiser
    for (const planted of ['meydan=planted', 'meydan=a.b', `${cookie.split('.')[0]}.AAAA`]) {
      const { me } = await api.call(readSession, {}, { cookie: `${planted}; x=1; ${cookie}` })
      expect(me?.id).toBe(workshop.organiser.me.id)
    }
  })

  test('is no use after its session has run out', async () => {
    const cookie = cookieOf(await api.send(signIn, { body: credentials }))
    const yesterday = new Date(Date.now() - DAY_SECONDS * 1000)
    const token = api.cookie.read(cookie)!
    await api.db.updateTable('session').set({ expiresAt: yesterday }).where('token', '=', token).execute()
    expect(await api.call(readSession, {}, { cookie })).toEqual({ me: null })
  })

  test('holds on every node that shares the database', async () => {
    const second = await apiOn(api.database)
    expect((await second.call(readSession, {}, workshop.organiser)).me?.name).toBe('Defne Uysal')
    await second.app.close()
  })
})

test('neither address nor browser of anyone is kept', async () => {
  const rows = await api.db.selectFrom('session').select(['ipAddress', 'userAgent']).execute()
  expect(rows.every((row) => !row.ipAddress && !row.userAgent)).toBe(true)
})

describe('the own name', () => {
  test('can be changed, and the rooms one sits in hear of it', async () => {
    const guest = await aGuest(api, workshop.link.token, 'Eski Ad', workshop.host)
    api.told.length = 0
    const { me } = await api.call(editMe, { body: { name: '  Yeni   Ad ', language: 'ar' } }, guest)
    expect(me).toMatchObject({ name: 'Yeni Ad', language: 'ar', email: null, isGuest: true })
    expect(api.told).toEqual([workshop.room.id])
    const { room } = await api.call(readRoom, { params: { roomId: workshop.room.id } }, guest)
    expect(room.mySeat.name).toBe('Yeni Ad')
  })

  test('of a guest cannot become that of another in the room', async () => {
    const guest = await aGuest(api, workshop.link.token, 'Taklit', workshop.host)
    const response = await api.send(editMe, { body: { name: 'DEFNE UYSAL' } }, guest)
    expect(refusal(response)).toEqual([409, 'name_taken', [{ path: 'name', problem: 'name_taken' }]])
    expect((await api.call(editMe, { body: { name: 'taklit' } }, guest)).me.name).toBe('taklit')
  })
})

describe('account links', () => {
  const body = { name: 'Nermin Ak', email: 'nermin@example.org' }
  const account = { ...body, password: PASSWORD, language: 'tr' as const }
  let administrator: Person
  beforeAll(() => {
    administrator = workshop.administrator
  })

  test('are listed with their token until used, work once, and are kept as a hash only', async () => {
    const { link } = await api.call(createAccountLink, { body }, administrator)
    expect((await api.call(listAccounts, {}, administrator)).links).toContainEqual(link)
    expect(link.token).toMatch(/^[\w-]{22}$/)
    expect(await rowsHolding(api, link.token)).toEqual([])
    expect(await api.call(previewAccountLink, { body: { token: link.token } })).toEqual({
      ...body,
      isAdministrator: false,
    })
    await setUpByLink(api, link.token, body.name, body.email)
    const again = await api.send(acceptAccountLink, { body: { ...account, email: 'x@example.org', token: link.token } })
    expect(refusal(again)).toEqual([410, 'account_link_invalid'])
    const { accounts, links } = await api.call(listAccounts, {}, administrator)
    expect(links).toEqual([])
    expect(accounts.map(({ email }) => email)).toContain('nermin@example.org')
    expect(accounts.every(({ isGuest }) => !isGuest)).toBe(true)
  })

  test('twenty at once make one account', async () => {
    const { link } = await api.call(createAccountLink, { body: { ...body, email: 'many@example.org' } }, administrator)
    const tries = Array.from({ length: 20 }, (_, index) =>
      api.send(acceptAccountLink, { body: { ...account, email: `many${index}@example.org`, token: link.token } }),
    )
    const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 410)).toHaveLength(19)
    const people = await api.db.selectFrom('person').select('id').where('email', 'like', 'many%').execute()
    expect(people).toHaveLength(1)
  })

  test('with a taken address leave the link unused and no half account', async () => {
    const { link } = await api.call(createAccountLink, { body: { ...body, email: 'free@example.org' } }, administrator)
    const before = await countRows(api)
    const taken = await api.send(acceptAccountLink, {
      body: { ...account, email: 'ADA@example.org', token: link.token },
    })
    expect(refusal(taken)).toEqual([409, 'email_taken', [{ path: 'email', problem: 'email_taken' }]])
    expect(await countRows(api)).toEqual(before)
    expect((await api.send(previewAccountLink, { body: { token: link.token } })).statusCode).toBe(200)
    const again = await api.send(createAccountLink, { body: { ...body, email: 'ada@example.org' } }, administrator)
    expect(refusal(again)[1]).toBe('email_taken')
  })

  test('can be withdrawn and run out', async () => {
    const make = async (email: string) =>
      (await api.call(createAccountLink, { body: { ...body, email } }, administrator)).link
    const withdrawn = await make('a@example.org')
    await api.call(deleteAccountLink, { params: { linkId: withdrawn.id } }, administrator)
    const late = await make('b@example.org')
    await api.db
      .updateTable('accountLink')
      .set({ expiresAt: new Date(0) })
      .where('id', '=', late.id)
      .execute()
    for (const { token } of [withdrawn, late, { token: 'nonsense' }]) {
      expect(refusal(await api.send(previewAccountLink, { body: { token } }))).toEqual([410, 'account_link_invalid'])
    }
    const twice = await api.send(deleteAccountLink, { params: { linkId: withdrawn.id } }, administrator)
    expect(refusal(twice)).toEqual([404, 'not_found'])
  })

  test('the first administrator’s is the same at every start, works once, and is gone then', async () => {
    const own = await startApiForTest()
    const token = await own.firstLink()
    expect(await own.firstLink()).toBe(token)
    expect(await rowsHolding(own, token!)).toEqual([])
    const ada = await setUpByLink(own, token!, 'Ada', 'ada@example.org')
    expect(ada.me.isAdministrator).toBe(true)
    expect(await own.firstLink()).toBeNull()
    const again = await own.send(acceptAccountLink, { body: { ...account, token: token! } })
    expect(refusal(again)).toEqual([409, 'already_set_up'])
  })
})

describe('a password', () => {
  const weak = [
    'password12345',
    'P@ssw0rd!2024',
    'aaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    '123456789012',
    'qwertyuiop123',
    'asdfghjklzxcvb',
    'parola123456!',
    'şifreşifre2024',
    'galatasaray1905',
    'meydan-meydan-9',
    'xMeydanKapisi77',
    'nermin-gizli-kapi',
    'n.ozturk.kapi.77',
    'NERMİN gizli kapı',
  ]
  test.each(weak)('%s is refused', async (password) => {
    const { link } = await api.call(
      createAccountLink,
      { body: { name: 'x', email: `${crypto.randomUUID()}@example.org` } },
      workshop.administrator,
    )
    const body = { token: link.token, name: 'Nermin Öztürk', email: 'n.ozturk@example.org', language: 'tr' as const }
    const response = await api.send(acceptAccountLink, { body: { ...body, password } })
    expect(refusal(response)).toEqual([400, 'password_weak', [{ path: 'password', problem: 'password_weak' }]])
  })

  test.each([
    'tulum peyniri ve yufka',
    'kırmızı bisiklet uçuyor',
    'Zf9!qLr2-xTw',
    'البحر أزرق والسماء صافية',
    'hunter of mushrooms',
  ])('%s is taken, unchanged', async (password) => {
    const email = `${crypto.randomUUID().slice(0, 8)}@example.org`
    const { link } = await api.call(createAccountLink, { body: { name: 'x', email } }, workshop.administrator)
    const body = { token: link.token, name: 'Nermin Öztürk', email, password, language: 'tr' as const }
    expect((await api.send(acceptAccountLink, { body })).statusCode).toBe(200)
    expect((await api.send(signIn, { body: { email, password } })).statusCode).toBe(200)
    expect((await api.send(signIn, { body: { email, password: `${password} ` } })).statusCode).toBe(401)
  })

  test('is kept as argon2id, and its length has bounds', async () => {
    const rows = await api.db.selectFrom('account').select('password').execute()
    expect(rows.every(({ password }) => password?.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'))).toBe(true)
    const body = { token: 'x', name: 'N', email: 'n@example.org', language: 'tr' as const }
    const short = await api.send(acceptAccountLink, { body: { ...body, password: 'elevenchars' } })
    expect(refusal(short)).toEqual([400, 'invalid', [{ path: 'password', problem: 'password_short' }]])
    const long = await api.send(acceptAccountLink, { body: { ...body, password: 'x'.repeat(129) } })
    expect(refusal(long)).toEqual([400, 'invalid', [{ path: 'password', problem: 'password_long' }]])
  })
})

test('a guest’s made-up address is shown to nobody', async () => {
  const guest = await aGuest(api, workshop.link.token, 'Adressiz', { add: ngo('Adressizler') })
  const { room } = await api.call(readRoom, { params: { roomId: workshop.room.id } }, guest)
  expect(JSON.stringify(room)).not.toContain('@')
  expect(guest.me.email).toBeNull()
})

function maxAge(cookie: unknown): number {
  return Number(/Max-Age=(\d+)/.exec(String(cookie))?.[1])
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
