import type { CallOf, Contract, ReplyOf } from '@meydan/shared/contracts/contract'
import { type ErrorCode, ErrorReply } from '@meydan/shared/errors'
import { type Translate, useT } from './i18n/index.ts'

const TIMEOUT_MS = 20_000

/** `offline` is ours alone: the request never reached the server, or no answer came back. */
export type ClientErrorCode = ErrorCode | 'offline'

/** A request that failed; `code` has its text under `errors.`, each field's problem under `invalid.`. */
export class ApiError extends Error {
  readonly code: ClientErrorCode
  readonly fields: NonNullable<ErrorReply['fields']>
  readonly requestId: string | undefined

  constructor(code: ClientErrorCode, fields: ErrorReply['fields'] = [], requestId?: string) {
    super(code)
    this.name = 'ApiError'
    this.code = code
    this.fields = fields
    this.requestId = requestId
  }
}

const finalCodes: readonly ClientErrorCode[] = ['forbidden', 'not_found', 'seat_revoked', 'signed_out']

/** Whether asking again is of no use: what was asked for isn't this person's to see, or not any longer. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && finalCodes.includes(error.code)
}

type Input = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }
type Given<C extends Contract> = keyof CallOf<C> extends never ? [] : [input: CallOf<C>]

let signedOut: () => void = () => {}

/** The session listens here: any answer `signed_out` means that it ended elsewhere. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

/** Carries out a contract's request. Throws ApiError and nothing else. */
export async function call<C extends Contract>(contract: C, ...[input]: Given<C>): Promise<ReplyOf<C>> {
  const { params, query, body } = (input ?? {}) as Input
  const response = await send(contract.method, addressOf(contract.path, params, query), body)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer as ReplyOf<C>
  throw refusalIn(answer)
}

/** The same where the answer is a file, which may take long. Throws ApiError, or the signal's reason. */
export async function callForFile<C extends Contract>(
  contract: C,
  input: CallOf<C>,
  signal?: AbortSignal,
): Promise<Blob> {
  const { params, query, body } = input as Input
  const response = await send(contract.method, addressOf(contract.path, params, query), body, signal)
  if (response.ok) return response.blob()
  throw refusalIn(await response.json().catch(() => undefined))
}

/** The error that a failed request's answer names. */
export function refusalIn(answer: unknown): ApiError {
  const { data } = ErrorReply.safeParse(answer)
  if (data?.code === 'signed_out') signedOut()
  // A proxy in between answers with its own page while the server restarts.
  return data ? new ApiError(data.code, data.fields, data.requestId) : new ApiError('unavailable')
}

async function send(method: string, address: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { 'x-meydan': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch {
    signal?.throwIfAborted()
    throw new ApiError('offline')
  }
}

/** Fills `:names` of a path and appends the query. */
export function addressOf(path: string, params: Input['params'] = {}, query: Input['query'] = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size ? `${filled}?${search}` : filled
}

/** Any error thrown by `call`, as the person's own words; what isn't an ApiError is our fault and says so. */
export function errorText(t: Translate, error: unknown): string {
  return t(`errors.${error instanceof ApiError ? error.code : 'internal'}`)
}

export function useErrorText(): (error: unknown) => string {
  const t = useT()
  return (error) => errorText(t, error)
}
