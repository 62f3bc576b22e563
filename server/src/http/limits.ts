import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Contract } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { hashToken } from '../access/tokens.ts'

const MINUTE_MS = 60_000

type Group = NonNullable<Contract['limit']>
type Check = (request: FastifyRequest) => Promise<void>

/** Two counts per group: by address before anything is read, by what the body names after it was validated. */
export type Limits = Record<Group, { byAddress: Check; bySubject: Check }>

/**
 * Sign-in: guesses against one account and one guess against many accounts are both slowed, and nobody can keep the
 * owner out for longer than the five minutes of the window. Redeem: a workshop of 60 behind one address previews and
 * accepts within a minute, so the address is generous and the link itself is counted. Rewrite: what makes everybody in a
 * room load a document anew is counted by what it is done to. Upload: by person, before anything is received. Print: by person, it takes seconds of a core. Counters
 * live in this process: they go on when Redis is away.
 */
export function createLimits(app: FastifyInstance, scale: number): Limits {
  const limit = (max: number, timeWindow: number, keyGenerator?: (request: FastifyRequest) => string): Check => {
    // Without a key of ours the sender's address counts, of IPv6 the /64 that one customer holds.
    const count = app.createRateLimit({ max: max * scale, timeWindow, ...(keyGenerator && { keyGenerator }) })
    return async (request) => {
      const result = await count(request)
      if (!result.isAllowed && result.isExceeded) throw new AppError('slow_down')
    }
  }
  const tokenOf = (request: FastifyRequest) => hashToken(textOf(request, 'token')).toString('hex', 0, 8)
  const link = limit(400, MINUTE_MS, tokenOf)
  // A hall behind one address types it once each, some twice; who has the link but not the word tries on and on.
  const passphrase = limit(150, 10 * MINUTE_MS)
  const mailsOfOne = limit(5, 10 * MINUTE_MS, personOf)
  const mailsFromRoom = limit(120, 60 * MINUTE_MS, roomOf)
  const asksOfOne = limit(30, 10 * MINUTE_MS, personOf)
  const asksFromRoom = limit(120, 60 * MINUTE_MS, roomOf)
  return {
    signIn: {
      byAddress: limit(40, 5 * MINUTE_MS),
      bySubject: limit(10, 5 * MINUTE_MS, (request) => textOf(request, 'email').trim().toLowerCase()),
    },
    redeem: {
      byAddress: limit(400, MINUTE_MS),
      bySubject: async (request) => {
        // A page that everybody may read names no link.
        if (textOf(request, 'token') !== '') await link(request)
        if (textOf(request, 'passphrase') !== '') await passphrase(request)
      },
    },
    rewrite: {
      byAddress: limit(60, MINUTE_MS),
      bySubject: limit(10, MINUTE_MS, ({ url }) => url.split('?', 1)[0]!),
    },
    upload: {
      byAddress: limit(900, MINUTE_MS),
      bySubject: limit(30, MINUTE_MS, personOf),
    },
    // Words of deleted objects are read out of what is kept of their document.
    history: {
      byAddress: limit(1200, MINUTE_MS),
      bySubject: limit(60, MINUTE_MS, personOf),
    },
    print: {
      byAddress: limit(120, MINUTE_MS),
      bySubject: limit(6, MINUTE_MS, personOf),
    },
    // A workshop of 60 behind one address may each have its summary sent; nobody fills somebody's mailbox from here.
    mail: {
      byAddress: limit(300, 10 * MINUTE_MS),
      bySubject: async (request) => {
        await mailsOfOne(request)
        // What somebody sends to an address of their own is of no room.
        if (roomOf(request) !== '') await mailsFromRoom(request)
      },
    },
    // At the end of a workshop one person sends all that was voted on to institutions.
    ask: {
      byAddress: limit(300, 10 * MINUTE_MS),
      bySubject: async (request) => {
        await asksOfOne(request)
        await asksFromRoom(request)
      },
    },
    // A lively hour is a comment every few seconds; a thousand a minute are no conversation.
    comment: {
      byAddress: limit(1200, MINUTE_MS),
      bySubject: limit(40, MINUTE_MS, personOf),
    },
    // A hall looks on by one link, and each page reads anew, some seconds later, when something changed.
    shared: {
      byAddress: limit(4000, MINUTE_MS),
      bySubject: limit(4000, MINUTE_MS, tokenOf),
    },
    // Each of them asks once for every picture of the board.
    sharedPicture: {
      byAddress: limit(12_000, MINUTE_MS),
      bySubject: limit(12_000, MINUTE_MS, tokenOf),
    },
    // Who says something by a link is nobody we know: the link is counted.
    sharedComment: {
      byAddress: limit(120, MINUTE_MS),
      bySubject: limit(60, MINUTE_MS, tokenOf),
    },
    // As one types; every answer looks through all that was ever written.
    search: {
      byAddress: limit(1800, MINUTE_MS),
      bySubject: limit(90, MINUTE_MS, personOf),
    },
    // Calendars come back by themselves, of everybody in an office from one address; a guessed link is none of them.
    feed: {
      byAddress: limit(300, MINUTE_MS),
      bySubject: limit(20, MINUTE_MS, ({ url }) => hashToken(url.split('?', 1)[0]!).toString('hex', 0, 8)),
    },
  }
}

/** One subject for everything a person asks of a group, whatever device or address it comes from. */
function personOf({ admitted }: FastifyRequest): string {
  return admitted?.identity?.personId ?? ''
}

function roomOf({ params }: FastifyRequest): string {
  return (params as { roomId?: string }).roomId ?? ''
}

function textOf(request: FastifyRequest, key: string): string {
  const value = (request.body as Record<string, unknown> | null)?.[key]
  return typeof value === 'string' ? value : ''
}
