import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Contract } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'

/** What all uploads that are being received may hold in memory together. */
const IN_HAND_MAX_BYTES = 64 * 1024 * 1024
/** And those of one person: slow or large, they leave room for others. */
const OF_ONE_MAX_BYTES = 24 * 1024 * 1024

type Upload = NonNullable<Contract['upload']>

const IMAGES = /^image\/[\w.+-]+$/i

/**
 * Serves routes whose body is a file. Only they take anything but JSON, and more than a little: the parser stays inside
 * their scope. Before the first byte is read there must be room for the last; otherwise it is `busy`. To be
 * used where it is known who sends.
 */
export function createUploads(app: FastifyInstance): (upload: Upload) => (route: RouteOptions) => void {
  let inHand = 0
  const ofOne = new Map<string, number>()
  const hold = (who: string, bytes: number) => {
    inHand += bytes
    const held = (ofOne.get(who) ?? 0) + bytes
    if (held > 0) ofOne.set(who, held)
    else ofOne.delete(who)
  }
  const reserve = (request: FastifyRequest, reply: FastifyReply, maxBytes: number) => {
    // Without a length (chunked) it may become as long as any.
    const bytes = Math.min(Number(request.headers['content-length'] ?? maxBytes), maxBytes)
    const who = request.admitted?.identity?.personId ?? ''
    const isFull = inHand + bytes > IN_HAND_MAX_BYTES || (ofOne.get(who) ?? 0) + bytes > OF_ONE_MAX_BYTES
    if (isFull) throw new AppError('busy')
    hold(who, bytes)
    // 'close' comes also where the sender goes away half-way.
    reply.raw.once('close', () => hold(who, -bytes))
  }
  return ({ maxBytes, anyMedia }) =>
    (route) => {
      app.register(async (scope) => {
        scope.removeAllContentTypeParsers()
        // What a file says it is decides nothing: who takes any looks into it.
        scope.addContentTypeParser(anyMedia ? '*' : IMAGES, { parseAs: 'buffer' }, (_request, body, done) =>
          done(null, body),
        )
        scope.route({
          ...route,
          bodyLimit: maxBytes,
          preParsing: async (request, reply, payload) => {
            reserve(request, reply, maxBytes)
            return payload
          },
        })
      })
    }
}
