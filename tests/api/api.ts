import type { SessionCookie as SessionCookieType } from '@meydan/server/access/session-cookie'
import { SessionCookie } from '@meydan/server/access/session-cookie'
import { firstAdministratorLink } from '@meydan/server/access/first-administrator'
import { readSecret } from '@meydan/server/access/secret'
import { buildApp } from '@meydan/server/app'
import type { Clock } from '@meydan/server/clock'
import { type Config, readConfig } from '@meydan/server/config'
import type { Database } from '@meydan/server/database/schema'
import type { CallOf, Contract, ReplyOf } from '@meydan/shared/contracts/contract'
import type { ErrorReply } from '@meydan/shared/errors'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

export const HOST = 'meydan.test'

type Sent = { cookie?: string | undefined; headers?: Record<string, string | undefined> }
type AnyContract = Contract

export type Api = {
  app: FastifyInstance
  db: Database
  database: FreshDatabase
  config: Config
  secret: string
  cookie: SessionCookieType
  /** How often sessions or seats were said to have changed. */
  announced: () => number
  /** The rooms that were told to read themselves again, in order. */
  told: string[]
  /** Sends a contract's request as our own page would. */
  send<C extends AnyContract>(contract: C, input: CallOf<C>, sent?: Sent): Promise<LightMyRequestResponse>
  /** The same, and its reply; throws where it isn't 200. */
  call<C extends AnyContract>(contract: C, input: CallOf<C>, sent?: Sent): Promise<ReplyOf<C>>
  firstLink(): Promise<string | null>
  close(): Promise<void>
}

/** The app on a database of its own, as it is built for real but without sockets; closed when the test file ends. */
export async function startApi(environment: Record<string, string> = {}, given: Given = {}): Promise<Api> {
  const database = await freshDatabase()
  return apiOn(database, environment, given)
}

/** `clock`: what time it is, for what is due on a day. */
type Given = { clock?: Clock }

export async function apiOn(
  database: FreshDatabase,
  environment: Record<string, string> = {},
  { clock }: Given = {},
): Promise<Api> {
  const { db, pool } = database
  const config = readConfig({ LOG_LEVEL: 'silent', TEST_FAILPOINTS: '1', ...environment }, '/nowhere')
  const secret = await readSecret(db, config)
  const cookie = new SessionCookie(config, secret)
  let announcements = 0
  const told: string[] = []
  const app = await buildApp({
    config,
    db,
    pool,
    secret,
    cookie,
    revocations: { announce: () => void (announcements += 1) },
    publisher: {
      toRoom: (roomId) => void told.push(roomId),
      topic: (roomId, topic) => void told.push(`${roomId} ${topic}`),
      news: (personIds) => void told.push(...personIds.map((id) => `news ${id}`)),
    },
    clientFolder: '/nowhere',
    ...(clock && { clock }),
  })
  await app.ready()
  const origin = config.publicUrl ?? `http://${HOST}`
  const send: Api['send'] = (contract, input, sent = {}) => {
    const { params = {}, query, body } = input as { params?: Strings; query?: Strings; body?: object }
    const path = contract.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ''))
    const url = query ? `${path}?${new URLSearchParams(query)}` : path
    const own = contract.method === 'GET' ? {} : { origin, 'x-meydan': '1' }
    const all = { host: HOST, ...own, cookie: sent.cookie, ...sent.headers }
    const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    return app.inject({ method: contract.method, url, headers, ...(body !== undefined && { payload: body }) })
  }
  const call: Api['call'] = async (contract, input, sent) => {
    const response = await send(contract, input, sent)
    if (response.statusCode !== 200) throw new Error(`${contract.path}: ${response.statusCode} ${response.body}`)
    return response.json()
  }
  return {
    app,
    db,
    database,
    config,
    secret,
    cookie,
    announced: () => announcements,
    told,
    send,
    call,
    firstLink: () => firstAdministratorLink({ db, secret }),
    close: async () => {
      await app.close()
      await database.drop()
    },
  }
}

type Strings = Record<string, string>

/** For a test with an app of its own. */
export async function startApiForTest(environment: Record<string, string> = {}): Promise<Api> {
  const api = await startApi(environment)
  onTestFinished(() => api.close())
  return api
}

/** Status, code and fields of a refused request, to compare in one line. */
export function refusal(response: LightMyRequestResponse): [number, ErrorReply['code'], ErrorReply['fields']?] {
  const { code, fields } = response.json<ErrorReply>()
  return fields ? [response.statusCode, code, fields] : [response.statusCode, code]
}

/** The `name=value` a browser would send back. */
export function cookieOf(response: LightMyRequestResponse): string {
  const header = response.headers['set-cookie']
  if (typeof header !== 'string') throw new Error(`Expected one Set-Cookie, got ${JSON.stringify(header)}`)
  return header.split(';')[0]!
}
