import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { createAccounts } from './access/accounts.ts'
import type { Revocations } from './access/revoke.ts'
import type { SessionCookie } from './access/session-cookie.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/schema.ts'
import { eraseAnswersOf, rereadAskedWords } from './features/answers/erase.ts'
import { answerRoutes } from './features/answers/routes.ts'
import { authRoutes } from './features/auth/routes.ts'
import { boardPdfRoutes } from './features/board-pdf/routes.ts'
import { boardTemplateRoutes } from './features/board-templates/routes.ts'
import { sourcesInBrief } from './features/evidence/brief.ts'
import { readerOf } from './features/evidence/origins.ts'
import { eraseClauseReasonsOf } from './features/clauses/erase.ts'
import { clauseRoutes } from './features/clauses/routes.ts'
import { eraseDecisionsOf } from './features/decisions/erase.ts'
import { decisionRoutes } from './features/decisions/routes.ts'
import { evidenceRoutes } from './features/evidence/routes.ts'
import { followUpRoutes } from './features/follow-up/routes.ts'
import { waitingFor } from './features/follow-up/waiting.ts'
import { historyRoutes } from './features/history/routes.ts'
import { imageRoutes } from './features/images/routes.ts'
import { erasePicturesOf, readBytes } from './features/images/store.ts'
import { inviteRoutes } from './features/invites/routes.ts'
import { mailboxRoutes } from './features/mailbox/routes.ts'
import { endWithRoom } from './features/meetings/command.ts'
import { eraseRepliesOf } from './features/meetings/erase.ts'
import { meetingRoutes } from './features/meetings/routes.ts'
import { notificationRoutes } from './features/notifications/routes.ts'
import { organisationRoutes } from './features/organisations/routes.ts'
import { insertOrganisation, listOrganisations } from './features/organisations/store.ts'
import { minutesRoutes } from './features/minutes/routes.ts'
import { monitoringRoutes } from './features/monitoring/routes.ts'
import { namedRoutes } from './features/named/routes.ts'
import { minutesExportRoutes } from './features/minutes-export/routes.ts'
import { planPdfRoutes } from './features/plan-pdf/routes.ts'
import { planRoutes } from './features/plans/routes.ts'
import { programmeRoutes } from './features/programmes/routes.ts'
import { adoptProgrammes } from './features/programmes/store.ts'
import { eraseQuestionsOf } from './features/questions/erase.ts'
import { questionRoutes } from './features/questions/routes.ts'
import { roomHomeRoutes } from './features/room-home/routes.ts'
import { boardStart } from './features/rooms/board-start.ts'
import { roomRoutes } from './features/rooms/routes.ts'
import { roomsOfPerson, roomsOfProgramme } from './features/rooms/summaries.ts'
import { pushRoutes } from './features/push/routes.ts'
import { searchRoutes } from './features/search/routes.ts'
import { eraseFrozenOn, eraseSigningOf } from './features/signing/erase.ts'
import { sharedLinkRoutes } from './features/shared-links/routes.ts'
import { signingRoutes } from './features/signing/routes.ts'
import { eraseHiddenOf, eraseHiddenOn } from './features/stage/erase-hidden.ts'
import { stageRoutes } from './features/stage/routes.ts'
import { messageEnds } from './features/stage/store.ts'
import { summaryRoutes } from './features/summary/routes.ts'
import { CountNews } from './features/writing/count-news.ts'
import { eraseDraftsOf } from './features/writing/drafts.ts'
import { writingRoutes } from './features/writing/routes.ts'
import { writingSteps } from './features/writing/steps.ts'
import { tableRoutes } from './features/tables/routes.ts'
import { eraseThreadsOf, rereadQuotes } from './features/threads/erase.ts'
import { outsideRoutes } from './features/threads/outside.ts'
import { threadRoutes } from './features/threads/routes.ts'
import { eraseLabelsOf, rereadLabels } from './features/votes/erase-labels.ts'
import { eraseReasonsOf } from './features/votes/erase-reasons.ts'
import { voteRoutes } from './features/votes/routes.ts'
import { voteSteps, votesEnd } from './features/votes/step-hook.ts'
import { balanceOf } from './features/voice/balance.ts'
import { voiceRoutes } from './features/voice/routes.ts'
import { voiceSteps } from './features/voice/steps.ts'
import { describeRoutes, registerPlugins } from './http/plugins.ts'
import { healthRoutes } from './http/health.ts'
import { createLimits } from './http/limits.ts'
import { createMount } from './http/mount.ts'
import { createHttpServer } from './http/server.ts'
import { serveClient } from './http/static.ts'
import type { Publisher } from './live/publish.ts'
import type { MeetingHooks } from './live/steps.ts'
import { Press } from './print/press.ts'
import { eraseRowsOf, eraseRowsOn } from './projection/erase.ts'
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
  /** Says that links for outsiders were closed; nothing where nobody listens. */
  announceLinks?: () => void
  /** Says that a document's log has grown beside its worker; nothing without a library. */
  announceDocument?: Announce
  /** Folds a document's log at once; nothing without a library. */
  foldDocument?: (documentId: string) => Promise<void>
  /** True once the node is on its way out: `/readyz` says so, and nobody new is sent here. */
  isStopping?: () => boolean
  clientFolder?: string
  clock?: Clock
}

/** The whole wiring: who gets what. The process around it is process.ts; tests build the same app. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, db, pool, secret, cookie, revocations, publisher } = deps
  const {
    isStopping = () => false,
    announceDocument = () => {},
    announceLinks = () => {},
    clientFolder = CLIENT_FOLDER,
    clock = systemClock,
  } = deps
  const { foldDocument = async () => {} } = deps
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
  // What other features do when a step begins or ends, and when a meeting ends, in this order.
  const hooks: MeetingHooks = {
    onStep: [writingSteps(), voteSteps(), voiceSteps()],
    onEnd: [votesEnd(), messageEnds()],
  }
  roomRoutes(mount, {
    ...{ db, revocations, publisher, announce: announceDocument, callHosts: config.callHosts },
    onArchive: endWithRoom(hooks),
  })
  inviteRoutes(mount, { db, secret, cookie, addOrganisation: insertOrganisation, revocations, publisher })
  historyRoutes(mount, {
    db,
    announce: announceDocument,
    eraseElsewhere: {
      drafts: (of) => eraseDraftsOf(db, of),
      reasons: (of) => eraseReasonsOf(db, of),
      labels: (of) => eraseLabelsOf(db, of),
      pictures: (of) => erasePicturesOf(db, of),
      hidden: (of) => eraseHiddenOf(db, of),
      questions: (of) => eraseQuestionsOf({ db, publisher }, of),
      replies: (of) => eraseRepliesOf({ db, publisher }, of),
      signing: (of) => eraseSigningOf({ db, publisher, clock }, of),
      answers: (of) => eraseAnswersOf({ db, publisher }, of),
      threads: (of) => eraseThreadsOf({ db, publisher }, of),
      decisions: (of) => eraseDecisionsOf({ db, publisher }, of),
      clauses: (of) => eraseClauseReasonsOf({ db, publisher }, of),
      rows: (of) => eraseRowsOf(db, of),
    },
    eraseAlongside: [
      eraseHiddenOn,
      rereadLabels,
      rereadAskedWords,
      rereadQuotes,
      eraseRowsOn,
      eraseFrozenOn({ clock }),
    ],
  })
  stageRoutes(mount, { db, publisher, announce: announceDocument, fold: foldDocument })
  imageRoutes(mount, { db, perRoomBytes: config.picturesPerRoomBytes })
  boardTemplateRoutes(mount, { db })
  planRoutes(mount, { db, publisher, announce: announceDocument })
  clauseRoutes(mount, { db, publisher })
  minutesRoutes(mount, { db, publisher, timeZone: config.timeZone })
  namedRoutes(mount, { db })
  evidenceRoutes(mount, { db, config, clock })
  monitoringRoutes(mount, { db, clock, config })
  answerRoutes(mount, { db, publisher, config, clock })
  signingRoutes(mount, { db, publisher, clock, config })
  searchRoutes(mount, { db })
  sharedLinkRoutes(mount, { db, secret, announceLinks })
  pushRoutes(mount, { db, config })
  followUpRoutes(mount, { db, clock, config })
  roomHomeRoutes(mount, {
    ...{ db, clock, config },
    waitingFor: (personId) => waitingFor(db, personId, { clock, timeZone: config.timeZone }),
  })
  voteRoutes(mount, { db, publisher, log: app.log })
  voiceRoutes(mount, { db, publisher })
  questionRoutes(mount, { db, publisher })
  threadRoutes(mount, { db, publisher, perRoomBytes: config.picturesPerRoomBytes })
  outsideRoutes(mount, { db, publisher, announceLinks })
  decisionRoutes(mount, { db, publisher, clock })
  mailboxRoutes(mount, { db, config })
  notificationRoutes(mount, { db, publisher, secret, clock, config })
  meetingRoutes(mount, { db, publisher, announce: announceDocument, hooks, clock, config })
  const news = new CountNews(publisher)
  app.addHook('onClose', async () => news.close())
  writingRoutes(mount, { db, publisher, announce: announceDocument, news })
  tableRoutes(mount, { db, publisher, announce: announceDocument, boardStart })
  summaryRoutes(mount, { db, publisher, config, balanceOf: (meetingId) => balanceOf(db, meetingId) })
  const press = new Press()
  app.addHook('onClose', async () => press.close())
  boardPdfRoutes(mount, { db, press, readPicture: (roomId, imageId) => readBytes(db, { roomId, imageId }) })
  planPdfRoutes(mount, {
    ...{ db, press, clock, config },
    sourcesOf: (seat, documentId) => sourcesInBrief(db, readerOf(seat), documentId),
  })
  minutesExportRoutes(mount, { db, press, clock, config })
  describeRoutes(app)
  await serveClient(app, clientFolder)
  return app
}
