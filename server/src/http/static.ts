import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '@meydan/shared/errors'
import { errorReply } from './errors.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60
/** Never answered with the page: a wrong address there is an error of the program. */
const NOT_PAGES = /^\/(api|sync|socket\.io|assets|metrics)(\/|$|\?)|\/\./

/**
 * Serves the built client, and its page for every address the client's router knows; anything else that isn't there
 * answers `not_found` in the form of all errors. Without a built client (tests, `npm run dev`) only the latter.
 */
export async function serveClient(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      // The build wrote .br and .gz beside every text: an old phone on a venue's network waits for a quarter of it.
      preCompressed: true,
      // Source maps lie beside the bundles for our own use.
      allowedPath: (file) => !file.endsWith('.map'),
      setHeaders: (reply, file) => {
        void reply.header('cache-control', cachingOf(path.relative(folder, file)))
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    if (built && isPage(request)) return reply.sendFile('index.html')
    const error = new AppError('not_found')
    return reply.code(error.status).send(errorReply(error, request.id))
  })
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const accepts = headers.accept ?? '*/*'
  return !NOT_PAGES.test(url) && /text\/html|\*\/\*/.test(accepts) && !/\.\w{1,11}(\?|$)/.test(url)
}

/** Vite puts a hash of its content into the name of everything under `assets`. */
function cachingOf(file: string): string {
  return file.startsWith(`assets${path.sep}`) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache'
}
