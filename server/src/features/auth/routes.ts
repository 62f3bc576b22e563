import {
  acceptAccountLink,
  createAccountLink,
  deleteAccountLink,
  editMe,
  listAccounts,
  type Me,
  previewAccountLink,
  readSession,
  signIn,
  signOut,
} from '@meydan/shared/contracts/session'
import type { FastifyReply } from 'fastify'
import { type Accounts, hashPassword, signInByPassword } from '../../access/accounts.ts'
import { type Identity, identityOfToken } from '../../access/identity.ts'
import type { Revocations } from '../../access/revoke.ts'
import type { SessionCookie } from '../../access/session-cookie.ts'
import { endSession } from '../../access/sessions.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { requireStrongPassword } from './password.ts'
import {
  changeOwnPerson,
  deleteUnusedAccountLink,
  findOpenLink,
  insertAccountLink,
  listAccountHolders,
  listAccountLinks,
  setUpAccount,
  type WelcomeFirst,
} from './store.ts'

export type AuthDeps = {
  db: Database
  secret: string
  accounts: Accounts
  cookie: SessionCookie
  revocations: Revocations
  publisher: Publisher
  welcomeFirst: WelcomeFirst
}

export function authRoutes(mount: Mount, deps: AuthDeps): void {
  sessionRoutes(mount, deps)
  accountLinkRoutes(mount, deps)
}

function sessionRoutes(mount: Mount, deps: AuthDeps): void {
  const { db, accounts, cookie, revocations, publisher } = deps

  mount(readSession, async ({ identity }) => ({ me: identity && meOf(identity) }))

  mount(signIn, async ({ body, identity, reply }) => {
    const token = await signInByPassword(accounts, body.email, body.password)
    return { me: await enter(deps, token, identity, reply) }
  })

  mount(signOut, async ({ identity, reply }) => {
    if (identity) {
      await endSession(db, identity.sessionId)
      revocations.announce()
    }
    reply.header('set-cookie', cookie.erase())
    return {}
  })

  mount(editMe, async ({ body, identity }) => {
    const roomIds = await changeOwnPerson(db, identity, body)
    for (const roomId of roomIds) publisher.toRoom(roomId, 'room:changed', { roomId })
    return { me: meOf({ ...identity, ...definedOf(body) }) }
  })
}

function accountLinkRoutes(mount: Mount, deps: AuthDeps): void {
  const { db, secret } = deps

  mount(listAccounts, async () => ({
    accounts: await listAccountHolders(db),
    links: await listAccountLinks(db, secret),
  }))

  mount(createAccountLink, async ({ body, identity }) => ({
    link: await insertAccountLink(db, secret, { ...body, createdBy: identity.personId }),
  }))

  mount(deleteAccountLink, async ({ params }) => {
    await deleteUnusedAccountLink(db, params.linkId)
    return {}
  })

  mount(previewAccountLink, async ({ body }) => {
    const { name, email, isAdministrator } = await findOpenLink(db, body.token)
    return { name, email, isAdministrator }
  })

  mount(acceptAccountLink, async ({ body, identity, reply }) => {
    const { password, ...account } = body
    // Before the costly hash, which nobody without a link should be able to ask for.
    await findOpenLink(db, body.token)
    requireStrongPassword(password, body)
    const { token } = await setUpAccount(
      db,
      { ...account, passwordHash: await hashPassword(password) },
      deps.welcomeFirst,
    )
    return { me: await enter(deps, token, identity, reply) }
  })
}

/** Hands the new session to the browser and ends the one it had: nobody goes on under an old cookie. */
async function enter(deps: AuthDeps, token: string, before: Identity | null, reply: FastifyReply): Promise<Me> {
  const identity = await identityOfToken(deps.db, token)
  if (!identity) throw new Error('A session that was just started is gone')
  if (before) {
    await endSession(deps.db, before.sessionId)
    deps.revocations.announce()
  }
  reply.header('set-cookie', deps.cookie.write(token, identity.expiresAt))
  return meOf(identity)
}

function meOf(identity: Identity): Me {
  const { personId: id, name, email, isGuest, isAdministrator, language } = identity
  return { id, name, email, isGuest, isAdministrator, language }
}

function definedOf<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}
