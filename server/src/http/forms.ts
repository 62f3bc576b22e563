import type { FastifyInstance, RouteOptions } from 'fastify'

const FORMS = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i
/** A mail program sends one line. */
const BODY_MAX_BYTES = 4 * 1024

/**
 * Serves routes that programs call which are no page of ours. Only they take a form; what is in it is not looked at,
 * because their path alone says what is to be done.
 */
export function createForms(app: FastifyInstance): (route: RouteOptions) => void {
  return (route) => {
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(FORMS, { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))
      scope.route({ ...route, bodyLimit: BODY_MAX_BYTES })
    })
  }
}
