import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type Contract, type InputOf, type ReplyOf } from '@meydan/shared/contracts/contract'
import { AppError, ErrorReply } from '@meydan/shared/errors'
import { type Permission, permissions } from '@meydan/shared/permissions'
import { z } from 'zod'
import { createWhoIs, type WhoIs } from '../access/admission.ts'
import { type Admitted, authorise, type Subject } from '../access/guard.ts'
import type { Identity, IdentityDeps } from '../access/identity.ts'
import type { Seat } from '../access/seats.ts'
import type { Config } from '../config.ts'
import { invalidInput } from './errors.ts'
import { createForms } from './forms.ts'
import type { Limits } from './limits.ts'
import { isOwnOrigin, originHeaders } from './origin.ts'
import { createUploads } from './uploads.ts'

type AnyContract = Contract<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined, z.ZodType>
type NeedsOf<C> = C extends { readonly needs: infer N extends Permission } ? N : never
type ScopeOf<C> = (typeof permissions)[NeedsOf<C>]['scope']

/** What a handler receives: validated input, and who passed the guard, as certain as the contract's `needs` makes it. */
export type Handled<C> = InputOf<C> & {
  identity: NeedsOf<C> extends 'public' ? Identity | null : Identity
  /** The own seat in the room of the request; null outside rooms. */
  seat: ScopeOf<C> extends 'room' ? Seat : null
  request: FastifyRequest
  reply: FastifyReply
}

/** Serves a contract: everything around the handler follows from it. */
export type Mount = <C extends AnyContract>(contract: C, handler: (input: Handled<C>) => Promise<ReplyOf<C>>) => void

declare module 'fastify' {
  interface FastifyRequest {
    admitted: Admitted | null
  }
}

export type MountDeps = IdentityDeps & { config: Pick<Config, 'publicUrl'>; limits: Limits }

/**
 * Contracts become routes. In this order, so that a stranger learns nothing: own origin, rate limit of the address,
 * permission – all before the body is read – then input by schema, rate limit of the account or link, handler, and the
 * reply by its schema: a reply that doesn't fit is an error, never a leak. An upload's sender is counted before it is
 * received.
 */
export function createMount(app: FastifyInstance, given: MountDeps): Mount {
  const deps = { ...given, whoIs: createWhoIs(given.db) }
  app.decorateRequest('admitted', null)
  const uploads = createUploads(app)
  const forms = createForms(app)
  return (contract, handler) => {
    const { method, path, limit, params, query, body, upload, maxBytes, fromAnywhere } = contract
    const plain = fromAnywhere ? forms : (route: RouteOptions) => app.route(route)
    const serve = upload ? uploads(upload) : plain
    serve({
      method,
      url: path,
      schema: routeSchema(contract),
      ...(maxBytes && { bodyLimit: maxBytes }),
      onRequest: async (request) => {
        if (method !== 'GET' && !fromAnywhere) {
          requireOwnPage(deps.config, request)
          if (!upload) requireJson(request)
        }
        if (limit) await deps.limits[limit].byAddress(request)
        request.admitted = await admit(deps, contract, request)
        if (limit && upload) await deps.limits[limit].bySubject(request)
      },
      ...(limit && !upload && { preHandler: (request: FastifyRequest) => deps.limits[limit].bySubject(request) }),
      handler: async (request, answer) => {
        const input = {
          params: params && request.params,
          query: query && request.query,
          body: body && request.body,
          ...request.admitted,
          request,
          reply: answer,
        }
        return handler(input as Handled<typeof contract>)
      },
    })
  }
}

function requireOwnPage(config: Pick<Config, 'publicUrl'>, request: FastifyRequest): void {
  // A form or image of another site can't set a header of its own; the origin says the same once more.
  const marked = request.headers['x-meydan'] === '1'
  if (!marked || !isOwnOrigin(config, originHeaders(request.headers))) throw new AppError('foreign_origin')
}

/** Exactly JSON: media types that only look like it are how other sites get past the browser's own checks. */
function requireJson(request: FastifyRequest): void {
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/json(; ?charset="?utf-8"?)?$/i.test(type)) {
    throw new AppError('unsupported_media')
  }
}

async function admit(
  deps: MountDeps & { whoIs: WhoIs },
  contract: AnyContract,
  request: FastifyRequest,
): Promise<Admitted> {
  const { needs } = contract
  const parsed = contract.params?.safeParse(request.params, { reportInput: true })
  const subject = (parsed?.data ?? {}) as Subject
  const roomId = permissions[needs].scope === 'room' ? subject.roomId : undefined
  const token = deps.cookie.read(request.headers.cookie)
  const known = token ? await deps.whoIs(token, roomId) : null
  if (needs !== 'public' && !known) throw new AppError('signed_out')
  if (parsed && !parsed.success) throw invalidInput(parsed.error.issues)
  return authorise(deps.db, known?.identity ?? null, needs, subject, roomId ? known?.seat : undefined)
}

/** Checked before anything else by `requireOwnPage`; here for the description of the API. */
const OwnPageHeaders = z.looseObject({ 'x-meydan': z.literal('1') })

function routeSchema(contract: AnyContract) {
  return {
    summary: contract.summary,
    'x-needs': contract.needs,
    ...(contract.method !== 'GET' && !contract.fromAnywhere && { headers: OwnPageHeaders }),
    ...(contract.params && { params: contract.params }),
    ...(contract.query && { querystring: contract.query }),
    ...(contract.body && { body: contract.body }),
    ...(contract.upload && { consumes: [contract.upload.anyMedia ? '*/*' : 'image/*'] }),
    response: {
      200: contract.replyMedia ? { content: { [contract.replyMedia]: { schema: contract.reply } } } : contract.reply,
      default: ErrorReply,
    },
  }
}
