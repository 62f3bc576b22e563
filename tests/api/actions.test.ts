import { takeSeat } from '@meydan/server/access/seats'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import type { listActions } from '@meydan/shared/contracts/plans'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { planWith } from '../support/plans.ts'
import { seededRandom } from '../support/seed.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, HOST, refusal, startApi } from './api.ts'

let api: Api
let now: Date
let story: Story
let other: Story
let planId: string
let organisations: Record<'civil' | 'public', string>
beforeEach(async () => {
  now = new Date()
  api ??= await startApi({ LIMIT_SCALE: '1000', TIME_ZONE: 'Pacific/Kiritimati' }, { clock: () => now })
  story = await consultationRoom(api.db)
  other = await consultationRoom(api.db)
  planId = await planWith(api.db, story.roomId, () => {})
  organisations = { civil: await organisationOf(story.civil), public: await organisationOf(story.public) }
})
afterAll(() => api?.close())

async function organisationOf({ seatId }: Actor): Promise<string> {
  const row = await api.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', seatId)
    .executeTakeFirstOrThrow()
  return row.organisationId
}

type Given = { title: string; status?: string; due?: string | null; responsible?: string | null; description?: string }

/** Actions as the projection would have written them, without its documents. */
async function put(documentId: string, actions: readonly Given[]): Promise<void> {
  const values = actions.map(
    ({ title, status = 'agreed', due = null, responsible = null, description = '' }, index) => ({
      ...{ documentId, actionId: crypto.randomUUID(), title, description, status, due, responsibleId: responsible },
      ...{ goalTitle: '', position: index, supportingIds: [], indicatorName: '', indicatorUnit: '', fields: [] },
      ...{ locality: '', side: 'neutral' },
    }),
  )
  await api.db.insertInto('planAction').values(values).execute()
}

type List = ReplyOf<typeof listActions>

const ask = (who: Pick<Actor, 'cookie'>, query: Record<string, string> = {}) =>
  api.app.inject({ url: '/api/actions', query, headers: { host: HOST, cookie: who.cookie } })

async function list(who: Pick<Actor, 'cookie'>, query?: Record<string, string>): Promise<List> {
  const response = await ask(who, query)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}
const titles = async (who: Pick<Actor, 'cookie'>, query?: Record<string, string>) =>
  (await list(who, query)).actions.map(({ title }) => title)

test('only rooms one has a seat in: not somebody else’s, not after one was shown out, also archived ones', async () => {
  await put(planId, [{ title: 'Ours' }])
  await put(await planWith(api.db, other.roomId, () => {}), [{ title: 'Theirs' }])
  expect(await titles(story.civil)).toEqual(['Ours'])
  expect(await titles(other.civil)).toEqual(['Theirs'])
  expect(await titles(story.observer), 'observers read plans').toEqual(['Ours'])
  expect(await titles(story.outsider), 'a room of the same programme').toEqual([])
  await api.db.updateTable('room').set({ archivedAt: new Date() }).where('id', '=', story.roomId).execute()
  expect(await titles(story.civil)).toEqual(['Ours'])
  await api.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', story.civil.seatId).execute()
  expect(await list(story.civil)).toMatchObject({ actions: [], count: 0, organisations: [], programmes: [] })
  const nobody = await api.app.inject({ url: '/api/actions', headers: { host: HOST } })
  expect(refusal(nobody)).toEqual([401, 'signed_out'])
})

test('two rooms of one person are one list; who answers and where stands with each', async () => {
  const role = 'participant' as const
  const place = { programmeId: other.programmeId, roomId: other.roomId, personId: story.civil.personId, role }
  const organisationId = await organisationOf(other.public)
  await api.db.transaction().execute((trx) => takeSeat(trx, { ...place, organisationId }))
  await put(planId, [{ title: 'A', responsible: organisations.public, due: '2030-02-01' }])
  await put(await planWith(api.db, other.roomId, () => {}), [
    { title: 'B', responsible: organisationId, due: '2030-01-01' },
    // An organisation of another programme: its name isn’t told.
    { title: 'C', responsible: organisations.civil },
  ])
  const { actions, programmes, unassigned, organisations: answering } = await list(story.civil)
  expect(actions.map(({ title, roomId, responsible }) => [title, roomId, responsible])).toEqual([
    ['B', other.roomId, 'Şahinbey Belediyesi'],
    ['A', story.roomId, 'Şahinbey Belediyesi'],
    ['C', other.roomId, null],
  ])
  expect(unassigned).toBe(1)
  expect(programmes).toHaveLength(2)
  expect(answering.map(({ id, count }) => [id, count]).sort()).toEqual(
    [
      [organisations.public, 1],
      [organisationId, 1],
    ].sort(),
  )
  expect(await titles(story.civil, { ours: 'yes' })).toEqual(['B'])
  expect(await titles(story.civil, { programmeId: story.programmeId })).toEqual(['A'])
  const chosen = await list(story.civil, { organisationId })
  expect([chosen.count, chosen.actions.map(({ title }) => title)]).toEqual([1, ['B']])
  expect(chosen.organisations, 'there is still something else to choose').toHaveLength(2)
})

test('words are found whatever letters they are typed with, in titles and descriptions', async () => {
  await put(planId, [
    { title: 'ÇOCUK BAKIMI', description: 'İşe gidebilsinler' },
    { title: 'Şelale', description: '100% _tamam_' },
    { title: 'حَضَانَة' },
  ])
  expect(await titles(story.civil, { words: 'cocuk ise' })).toEqual(['ÇOCUK BAKIMI'])
  expect(await titles(story.civil, { words: 'çocuk bakımı' })).toEqual(['ÇOCUK BAKIMI'])
  expect(await titles(story.civil, { words: '%' })).toEqual(['Şelale'])
  expect(await titles(story.civil, { words: '_t' })).toEqual(['Şelale'])
  expect(await titles(story.civil, { words: 'حضانه' })).toEqual(['حَضَانَة'])
  expect(await titles(story.civil, { words: 'cocuk selale' })).toEqual([])
})

test('late is what should have been done before the day where the server is, and is not done or dropped', async () => {
  await put(planId, [
    { title: 'yesterday', due: '2027-03-30' },
    { title: 'today', due: '2027-03-31' },
    { title: 'tomorrow', due: '2027-04-01' },
    { title: 'never' },
    { title: 'done', due: '2027-03-30', status: 'done' },
    { title: 'dropped', due: '2027-03-30', status: 'dropped' },
    { title: 'proposed', due: '2027-03-30', status: 'proposed' },
  ])
  const late = async () => {
    const { actions } = await list(story.civil)
    const marked = actions.filter(({ isOverdue }) => isOverdue).map(({ title }) => title)
    expect((await titles(story.civil, { overdue: 'yes' })).sort()).toEqual(marked.sort())
    return marked
  }
  // Midnight of Kiritimati, while the world's other end has the day before yet.
  now = new Date('2027-03-31T09:59:00Z')
  expect(await late()).toEqual(['proposed', 'yesterday'])
  now = new Date('2027-03-31T10:01:00Z')
  expect(await late()).toEqual(['proposed', 'today', 'yesterday'])
})

test('pages are complete, without repetition and in order, whatever the order is', async () => {
  const random = seededRandom()
  const statuses = ['proposed', 'agreed', 'started', 'done', 'dropped']
  const given = Array.from({ length: 173 }, (_, index) => ({
    title: `${random.pick(['Çeşme', 'Park', 'ılıca', 'مدرسة', ''])} ${random.below(20)} ${'x'.repeat(random.below(250))} ${index}`,
    status: random.pick(statuses),
    due: random.below(3) ? `2030-01-${String(random.below(28) + 1).padStart(2, '0')}` : null,
    responsible: random.pick([organisations.civil, organisations.public, null]),
  }))
  await put(planId, given)
  for (const sort of ['due', 'status', 'organisation', 'title']) {
    const seen: List['actions'] = []
    let after: string | undefined
    let pages = 0
    do {
      const page: List = await list(story.civil, { sort, ...(after && { after }) })
      expect(page.count).toBe(173 + pages)
      seen.push(...page.actions)
      after = page.next ?? undefined
      pages += 1
      // What comes in meanwhile, before where we are, moves nothing.
      await put(planId, [{ title: '', status: 'proposed', due: '2000-01-01', responsible: organisations.civil }])
    } while (after)
    await api.db.deleteFrom('planAction').where('due', '=', '2000-01-01').execute()
    const listed = seen.filter(({ due }) => due !== '2000-01-01')
    expect(new Set(listed.map(({ actionId }) => actionId)).size, sort).toBe(listed.length)
    expect(listed.map(({ title }) => title).sort(), sort).toEqual(given.map(({ title }) => title).sort())
    if (sort === 'due') expect(inOrder(listed.map(({ due }) => due ?? '9999'))).toBe(true)
    if (sort === 'status') expect(inOrder(listed.map(({ status }) => statuses.indexOf(status)))).toBe(true)
    // Each organisation's stand together, nobody's last.
    if (sort === 'organisation') {
      const heads = listed.map(({ responsible }) => responsible ?? '~')
      expect(heads.filter((head, index) => head !== heads[index - 1])).toEqual([
        'Göçmen Dayanışma Derneği',
        'Şahinbey Belediyesi',
        '~',
      ])
    }
  }
  expect(await titles(story.civil, { status: 'done' })).toHaveLength(
    Math.min(50, given.filter(({ status }) => status === 'done').length),
  )
})

test('what is asked for wrongly is refused', async () => {
  const { next } = await (async () => {
    await put(
      planId,
      Array.from({ length: 60 }, (_, index) => ({ title: String(index) })),
    )
    return list(story.civil)
  })()
  const wrong: Record<string, string>[] = [
    { after: 'no cursor' },
    { after: Buffer.from('["due"]').toString('base64url') },
    { after: Buffer.from(JSON.stringify(['due', '', '\0', crypto.randomUUID(), 'x'])).toString('base64url') },
    // A place in another order is none.
    { after: next!, sort: 'title' },
    { sort: 'colour' },
    { status: 'late' },
    { overdue: 'no' },
    { organisationId: 'x' },
    { words: 'x'.repeat(201) },
    { more: 'yes' },
  ]
  for (const query of wrong) {
    const [status, code] = refusal(await ask(story.civil, query))
    expect([status, code], JSON.stringify(query)).toEqual([400, 'invalid'])
  }
})

const inOrder = <T extends string | number>(keys: readonly T[]) =>
  keys.every((key, index) => index === 0 || keys[index - 1]! <= key)
