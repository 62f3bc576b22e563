import type { z } from 'zod'
import type { Permission } from '../permissions.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

type Shape = z.ZodType | undefined

/**
 * One description of a request: the server mounts it (validation, permission, OpenAPI), the client calls it
 * with the same types. `needs` is never optional; what anyone may do says `public`.
 */
export type Contract<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Reply extends z.ZodType = z.ZodType,
  Needs extends Permission = Permission,
> = {
  readonly method: Method
  /** Fastify path with `:names` for the keys of `params`. */
  readonly path: string
  readonly needs: Needs
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly reply: Reply
  /** The body is the bytes of a file under `image/*`, or of any kind, instead of JSON; at most so many. */
  readonly upload?: { readonly maxBytes: number; readonly anyMedia?: true }
  /** Also from programs that are no page of ours, as a form: what it may do has to follow from its path alone. */
  readonly fromAnywhere?: true
  /** The reply is bytes of this media type, instead of JSON. */
  readonly replyMedia?: string
  /** How long the body may be, where the usual 256 KB are not enough. */
  readonly maxBytes?: number
  /** Group of the rate limit; see server/src/http/limits.ts. */
  readonly limit?:
    | 'signIn'
    | 'redeem'
    | 'rewrite'
    | 'upload'
    | 'print'
    | 'history'
    | 'mail'
    | 'ask'
    | 'feed'
    | 'comment'
    | 'search'
    | 'shared'
    | 'sharedPicture'
    | 'sharedComment'
}

/** States a contract; the types follow from the schemas given. */
export function contract<
  Reply extends z.ZodType,
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
  const Needs extends Permission = Permission,
>(definition: Contract<Params, Query, Body, Reply, Needs>): Contract<Params, Query, Body, Reply, Needs> {
  return definition
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Written<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives. */
export type InputOf<C> =
  C extends Contract<infer P, infer Q, infer B, z.ZodType>
    ? { params: Parsed<P>; query: Parsed<Q>; body: Parsed<B> }
    : never

type Given<K extends string, S> = S extends z.ZodType ? { [key in K]: Written<S> } : unknown

/** What a caller gives: only the parts the contract has. */
export type CallOf<C> =
  C extends Contract<infer P, infer Q, infer B, z.ZodType>
    ? Given<'params', P> & Given<'query', Q> & Given<'body', B>
    : never

export type ReplyOf<C> = C extends Contract<Shape, Shape, Shape, infer R> ? z.output<R> : never
