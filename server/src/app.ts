import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { createAccounts } from './access/accounts.ts'
import type { Revocations } from './access/revoke.ts'
import type { SessionCookie } from './access/session-cookie.ts'
import type { Config } from './config.ts'
import type { Database } from './database/schema.ts'
import { authRoutes } from './features/auth/routes.ts'
import { Press } from './features/board-pdf/press.ts'
import { boardPdfRoutes } from './features/board-pdf/routes.ts'
import { boardTemplateRoutes } from './features/board-templates/routes.ts'
import { historyRoutes } from './features/history/routes.ts'
import { imageRoutes } from './features/images/routes.ts'
import { erasePicturesOf, readBytes } from './features/images/store.ts'
import { inviteRoutes } from './features/invites/routes.ts'
import { organisationRoutes } from './features/organisations/routes.ts'
import { insertOrganisation, listOrganisations } from './features/organisations/store.ts'
import { programmeRoutes } from './features/programmes/routes.ts'
import { adoptProgrammes } from './features/programmes/store.ts'
import { roomRoutes } from './features/rooms/routes.ts'
import { roomsOfPerson, roomsOfProgramme } from './features/rooms/summaries.ts'
import { describeRoutes, registerPlugins } from './http/plugins.ts'
import { healthRoutes } from './http/health.ts'
import { createLimits } from './http/limits.ts'
import { createMount } from './http/mount.ts'
import { createHttpServer } from './http/server.ts'
import { serveClient } from './http/static.ts'
import type { Publisher } from './live/publish.ts'
import type { Announce } from './sync/history/edit-document.ts'

const CLIENT_FOLDER = path.join(import.meta.dirname, '../../client/dist')

export type AppDeps = {
  config: Config
  db: Database
  pool: pg.Pool
  secret: string
  cookie: SessionCookie
  revocations: Revocations
  publisher: Publisher
  /** Says that a document's log has grown beside its worker; nothing without a library. */
  announceDocument?: Announce
  /** True once the node is on its way out: `/readyz` says so, and nobody new is sent here. */
  isStopping?: () => boolean
  clientFolder?: string
}

/** The whole wiring: who gets what. The process around it is process.ts; tests build the same app. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, db, pool, secret, cookie, revocations, publisher } = deps
  const { isStopping = () => false, announceDocument = () => {}, clientFolder = CLIENT_FOLDER } = deps
  const accounts = createAccounts({ config, secret, db, pool, cookie })

  const app = createHttpServer(config)
  await registerPlugins(app, config)
  const mount = createMount(app, { config, db, cookie, limits: createLimits(app, config.limitScale) })

  healthRoutes(app, { db, isStopping })
  authRoutes(mount, { db, secret, accounts, cookie, revocations, publisher, welcomeFirst: adoptProgrammes })
  programmeRoutes(mount, {
    db,
    addHost: insertOrganisation,
    roomsOfProgramme: (programmeId, personId) => roomsOfProgramme(db, programmeId, personId),
    roomsOfPerson: (personId) => roomsOfPerson(db, personId),
    organisationsOf: (programmeId) => listOrganisations(db, programmeId),
  })
  organisationRoutes(mount, { db })
  roomRoutes(mount, { db, revocations, publisher })
  inviteRoutes(mount, { db, secret, cookie, addOrganisation: insertOrganisation, revocations, publisher })
  historyRoutes(mount, { db, announce: announceDocument, erasePictures: (of) => erasePicturesOf(db, of) })
  imageRoutes(mount, { db, perRoomBytes: config.picturesPerRoomBytes })
  boardTemplateRoutes(mount, { db })
  const press = new Press()
  app.addHook('onClose', async () => press.close())
  boardPdfRoutes(mount, { db, press, readPicture: (roomId, imageId) => readBytes(db, { roomId, imageId }) })
  describeRoutes(app)
  await serveClient(app, clientFolder)
  return app
}
