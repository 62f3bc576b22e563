import { z } from 'zod'
import { Language } from '../languages.ts'
import { Name } from '../names.ts'
import { contract } from './contract.ts'
import { Id, Nothing, StoredText, Time } from './ids.ts'

/** The person behind this browser. A guest joined by link and has no e-mail. */
export const Me = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  isGuest: z.boolean(),
  isAdministrator: z.boolean(),
  language: Language,
})
export type Me = z.infer<typeof Me>

export const Email = z
  .email({ error: 'email' })
  .max(200)
  .transform((email) => email.toLowerCase())

/** At least 12 characters; common passwords and the person's own name or address are refused as `password_weak`. */
export const Password = StoredText.min(12, { error: 'password_short' }).max(128, { error: 'password_long' })

/** `me` is null when nobody is signed in: asking is never an error. */
export const readSession = contract({
  method: 'GET',
  path: '/api/session',
  needs: 'public',
  summary: 'Who is signed in here',
  reply: z.object({ me: Me.nullable() }),
})

export const signIn = contract({
  method: 'POST',
  path: '/api/session',
  needs: 'public',
  summary: 'Sign in with e-mail and password',
  body: z.strictObject({ email: StoredText.max(200), password: StoredText.max(200) }),
  reply: z.object({ me: Me }),
  limit: 'signIn',
})

export const signOut = contract({
  method: 'DELETE',
  path: '/api/session',
  needs: 'public',
  summary: 'Sign out: ends this session and every socket it opened',
  reply: Nothing,
})

export const editMe = contract({
  method: 'PATCH',
  path: '/api/session',
  needs: 'self.edit',
  summary: 'Change own name or language',
  body: z.strictObject({ name: Name().optional(), language: Language.optional() }),
  reply: z.object({ me: Me }),
})

export const AccountLink = z.object({
  id: Id,
  email: z.string().nullable(),
  name: z.string().nullable(),
  isAdministrator: z.boolean(),
  expiresAt: Time,
  /** To be handed to the person; opening it sets name, e-mail and password once. */
  token: z.string(),
})
export type AccountLink = z.infer<typeof AccountLink>

export const listAccounts = contract({
  method: 'GET',
  path: '/api/accounts',
  needs: 'account.manage',
  summary: 'People with an account, and links not used yet',
  reply: z.object({ accounts: z.array(Me), links: z.array(AccountLink) }),
})

export const createAccountLink = contract({
  method: 'POST',
  path: '/api/account-links',
  needs: 'account.manage',
  summary: 'Make a single-use link with which a person sets up an account (7 days)',
  body: z.strictObject({ name: Name(), email: Email, isAdministrator: z.boolean().default(false) }),
  reply: z.object({ link: AccountLink }),
})

export const deleteAccountLink = contract({
  method: 'DELETE',
  path: '/api/account-links/:linkId',
  needs: 'account.manage',
  summary: 'Withdraw an account link',
  params: z.strictObject({ linkId: Id }),
  reply: Nothing,
})

export const previewAccountLink = contract({
  method: 'POST',
  path: '/api/account-links/preview',
  needs: 'public',
  summary: 'What an account link is for',
  body: z.strictObject({ token: StoredText.max(100) }),
  reply: z.object({ name: z.string().nullable(), email: z.string().nullable(), isAdministrator: z.boolean() }),
  limit: 'redeem',
})

export const acceptAccountLink = contract({
  method: 'POST',
  path: '/api/account-links/accept',
  needs: 'public',
  summary: 'Set up an account by its link, and sign in',
  body: z.strictObject({
    token: StoredText.max(100),
    name: Name(),
    email: Email,
    password: Password,
    language: Language,
  }),
  reply: z.object({ me: Me }),
  limit: 'redeem',
})
