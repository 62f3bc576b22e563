import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ErrorCode, type ErrorReply } from '@meydan/shared/errors'
import type { z } from 'zod'

/** Fastify's own refusals that have a name of ours; whatever else it refuses with 4xx is `malformed`. */
const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media',
}

/** Postgres classes and Node codes that mean "not now": connection, resources, shutdown, read-only, deadlock. */
const AWAY = /^(08|53|57P0|25006|40001|40P01|ECONNREFUSED|ECONNRESET|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND)/
const AWAY_MESSAGE = /timeout exceeded when trying to connect|connection terminated|cannot use a pool after/i

/** Turns whatever was thrown into the named error that is answered. Unnamed ones say nothing about their cause. */
export function namedError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', statusCode = 500, message = '' } = error as Partial<FastifyError>
  if (fastifyCodes[code]) return new AppError(fastifyCodes[code])
  if (statusCode === 413) return new AppError('too_large')
  if (statusCode >= 400 && statusCode < 500) return new AppError('malformed')
  if (AWAY.test(code) || AWAY_MESSAGE.test(message)) return new AppError('unavailable')
  return new AppError('internal')
}

/** The body of a failed answer. */
export function errorReply(error: AppError, requestId: string): ErrorReply {
  return { code: error.code, ...(error.fields && { fields: error.fields }), requestId }
}

/** Fastify's error handler: the only place where an error becomes an answer. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const named = namedError(error)
  if (named.status >= 500) request.log.error({ err: error }, named.code)
  return reply.code(named.status).send(errorReply(named, request.id))
}

/**
 * The inputs at fault and what is wrong with each: our own key where a schema names one (`name_too_long`),
 * else a key by the kind of issue. `path` is dotted, as in `organisation.add.name`; empty means the whole input.
 */
export function invalidInput(issues: readonly z.core.$ZodIssue[]): AppError {
  const fields = issues.slice(0, 20).flatMap((issue) => fieldsOf(issue, []))
  return new AppError('invalid', fields)
}

type Field = { path: string; problem: string }

function fieldsOf(issue: z.core.$ZodIssue, parent: PropertyKey[]): Field[] {
  const path = [...parent, ...issue.path]
  if (issue.code === 'invalid_union') {
    const branch = likeliestBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => fieldsOf(inner, path))
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: dotted([...path, key]), problem: 'unknown_field' }))
  }
  return [{ path: dotted(path), problem: problemOf(issue) }]
}

/** Of several shapes the input may have, the one it came closest to: the fewest complaints about its outline. */
function likeliestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const outline = (issues: z.core.$ZodIssue[]) =>
    issues.filter(({ code, path }) => path.length <= 1 && (code === 'invalid_type' || code === 'unrecognized_keys'))
  return branches.toSorted((a, b) => outline(a).length - outline(b).length)[0]
}

function dotted(path: PropertyKey[]): string {
  return path.map(String).join('.').slice(0, 200)
}

const OWN_KEY = /^[a-z]+(_[a-z]+)*$/

function problemOf(issue: z.core.$ZodIssue): string {
  if (OWN_KEY.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'wrong_type'
    case 'too_small':
      return 'too_short'
    case 'too_big':
      return 'too_long'
    case 'invalid_value':
      return 'not_offered'
    default:
      return 'wrong_form'
  }
}
