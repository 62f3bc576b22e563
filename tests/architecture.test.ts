import { expect, test } from 'vitest'
import { importsOf, type SourceFile, sourceFiles, withoutComments } from './support/source.ts'

/**
 * Who may import whom, and who writes which table (ARCHITECTURE, "Who may import whom"). Each rule comes with code that
 * breaks it, so that one which has stopped seeing anything is noticed.
 */

type ImportRule = {
  /** Files the rule is about. */
  from: RegExp
  /** What they must not import; may refer to a group of `from` as $1. */
  to: string
  because: string
  /** A file and an import in it that break the rule. */
  broken: [file: string, specifier: string]
}

const FEATURE_KNOWERS = 'app|process|node|documents|seed-test|demo/[^/]+|jobs/catalogue'

const importRules: ImportRule[] = [
  {
    from: /^server\/src\/features\/([^/]+)\//,
    to: '^server/src/features/(?!$1/)',
    because:
      'features know nothing of each other: what two need goes down a folder, sideways as a job, or up into app.ts',
    broken: ['server/src/features/rooms/routes.ts', '../invites/store.ts'],
  },
  {
    from: /^client\/src\/features\/([^/]+)\//,
    to: '^client/src/features/(?!$1/)',
    because: 'features know nothing of each other; what two need belongs to ui, people or documents',
    broken: ['client/src/features/rooms/RoomPage.vue', '../board/BoardPage.vue'],
  },
  {
    from: new RegExp(`^server/src/(?!features/|(?:${FEATURE_KNOWERS})\\.ts$)`),
    to: '^server/src/features/',
    because:
      'the platform carries the features and doesn’t know them; app.ts, process.ts, jobs/catalogue.ts and the demo do',
    broken: ['server/src/access/guard.ts', '../features/rooms/store.ts'],
  },
  {
    from: /^client\/src\/(?!features\/|router\.ts$|(?:room|shared)-parts\.ts$|App\.vue$)/,
    to: '^client/src/features/',
    because: 'only the router, the lists of what rooms and shared pages are made of, and the root know all features',
    broken: ['client/src/ui/UiButton.vue', '../features/join/JoinPage.vue'],
  },
  {
    from: /^server\/src\/(?!(app|main|process|node|seed-test)\.ts$|demo\/)/,
    to: '^server/src/(app|main|process|node|resources|seed-test|demo/.*)\\.ts$',
    because: 'wiring is at the top: what is wired doesn’t reach for it',
    broken: ['server/src/http/mount.ts', '../app.ts'],
  },
  {
    from: /^server\/src\/database\//,
    to: '^server/src/(access|live|sync|jobs|http)/',
    because: 'the database is at the bottom',
    broken: ['server/src/database/connection.ts', '../http/errors.ts'],
  },
  {
    from: /^server\/src\/access\//,
    to: '^server/src/(live|sync|jobs)/',
    because: 'who may do what is decided without knowing how it is told or stored',
    broken: ['server/src/access/guard.ts', '../live/publish.ts'],
  },
  {
    from: /^server\/src\/print\//,
    to: '^server/src/(?!print/)',
    because: 'paper is printed on without knowing what: whoever prints names the module that makes the pages',
    broken: ['server/src/print/press.ts', '../database/schema.ts'],
  },
  {
    from: /^server\/src\/projection\//,
    to: '^server/src/(live|jobs|http)/',
    because: 'rows are made of documents alone',
    broken: ['server/src/projection/projector.ts', '../live/publish.ts'],
  },
  {
    from: /^server\/src\/notify\//,
    to: '^server/src/(?!notify/|database/)',
    because: 'who is to be told is written down; when and how they hear of it is another’s affair',
    broken: ['server/src/notify/notify.ts', '../mail/outbox.ts'],
  },
  {
    from: /^server\/src\/(sync|access|database)\//,
    to: '^server/src/projection/',
    because: 'documents don’t know what lists are made of them',
    broken: ['server/src/sync/library.ts', '../projection/schedule.ts'],
  },
  {
    from: /^client\/src\/ui\//,
    to: '^client/src/(people|answers|threads|notifications|documents|session|live)\\b',
    because: 'ui holds generic parts that know no word of our field',
    broken: ['client/src/ui/UiMenu.vue', '../people/SideMark.vue'],
  },
  {
    from: /^client\/src\/documents\//,
    to: '^client/src/(ui|people|answers|threads|notifications)/',
    because: 'documents are worked with, also where nothing is drawn',
    broken: ['client/src/documents/open.ts', '../ui/toasts.ts'],
  },
  {
    from: /^shared\/src\//,
    to: '^(server|client|migrations|tests)/|^node:|^(vue|pg|kysely|fastify|ioredis|socket\\.io|ws)\\b',
    because: 'shared runs in the browser and in the server',
    broken: ['shared/src/names.ts', 'node:crypto'],
  },
  {
    from: /^client\/src\//,
    to: '^(server|migrations|tests)/|^node:',
    because: 'the client and the server meet in shared',
    broken: ['client/src/api.ts', '@meydan/server/config'],
  },
  {
    from: /^server\/src\//,
    to: '^(client|tests)/',
    because: 'the client and the server meet in shared, and what is shipped knows no tests',
    broken: ['server/src/main.ts', '../../tests/support/until.ts'],
  },
  {
    from: /^migrations\/versions\//,
    to: '^(?!kysely$)',
    because: 'a migration says for ever the same; code that it imported would change under it',
    broken: ['migrations/versions/0001-people.ts', '@meydan/shared/words'],
  },
  {
    from: /^server\/src\/sync\/live-document\.ts$/,
    to: '^(ws|ioredis|pg|kysely|fastify|socket\\.io)\\b|^server/src/(?!sync/(gate/[\\w-]+|wire)\\.ts$)',
    because: 'the document can be tried without socket, Redis and SQL',
    broken: ['server/src/sync/live-document.ts', './document-log.ts'],
  },
  {
    from: /^(?!server\/src\/(live|sync)\/|tests\/)/,
    to: '^ioredis\\b',
    because: 'Redis is for presence and relay alone: everything else must work, and be right, without it',
    broken: ['server/src/http/limits.ts', 'ioredis'],
  },
]

/** The folder that writes a table, from server/src. Others read, or call a function of the owner. */
const tableOwners: Record<string, string[]> = {
  person: ['access'],
  session: ['access', 'features/auth'],
  account: ['access'],
  verification: ['access'],
  // The first administrator's link is there before anyone can sign in to make one.
  accountLink: ['features/auth', 'access/first-administrator.ts'],
  setting: ['access'],
  programme: ['features/programmes'],
  programmeMember: ['features/programmes'],
  organisation: ['features/organisations'],
  room: ['features/rooms'],
  boardTemplate: ['features/board-templates'],
  seat: ['access'],
  invitation: ['features/invites'],
  // What a document is called is the room's affair; everything else about it is the log's.
  document: ['sync', 'features/rooms'],
  documentUpdate: ['sync'],
  documentSnapshot: ['sync'],
  documentVersion: ['sync'],
  documentChange: ['sync'],
  documentClient: ['sync'],
  refusedFrame: ['sync'],
  image: ['features/images'],
  meeting: ['features/meetings'],
  meetingStep: ['features/meetings'],
  meetingMinute: ['features/meetings'],
  attendanceCorrection: ['features/summary'],
  writingRound: ['features/writing'],
  draftNote: ['features/writing'],
  vote: ['features/votes'],
  voteOption: ['features/votes'],
  ballot: ['features/votes'],
  proxyBallot: ['features/votes'],
  voteTally: ['features/votes'],
  voteTurnout: ['features/votes'],
  voteReason: ['features/votes'],
  roomTable: ['features/tables'],
  tableSeat: ['features/tables'],
  hand: ['features/voice'],
  voiceSetting: ['features/voice'],
  speakingTurn: ['features/voice'],
  stepDone: ['features/voice'],
  question: ['features/questions'],
  questionSupport: ['features/questions'],
  stage: ['features/stage'],
  hiddenObject: ['features/stage'],
  arrival: ['features/invites'],
  outgoingMail: ['mail'],
  projection: ['projection'],
  planAction: ['projection'],
  goneAction: ['projection'],
  boardRecord: ['projection'],
  evidenceLink: ['projection'],
  actionReading: ['projection'],
  ask: ['features/answers'],
  answer: ['features/answers'],
  askRecipient: ['features/answers'],
  askLink: ['features/answers'],
  frozenVersion: ['features/signing'],
  signatory: ['features/signing'],
  signature: ['features/signing'],
  reminder: ['features/reminders'],
  calendarFeed: ['features/follow-up'],
  calendarEvent: ['features/follow-up'],
  thread: ['features/threads'],
  comment: ['features/threads'],
  commentMention: ['features/threads'],
  commentReaction: ['features/threads'],
  attachment: ['features/threads'],
  threadRead: ['features/threads'],
  notification: ['notify', 'features/notifications', 'features/push'],
  notificationSetting: ['features/notifications'],
  guestAddress: ['features/notifications'],
  digest: ['features/notifications'],
  decision: ['features/decisions'],
  stance: ['features/decisions'],
  minutesSection: ['projection'],
  minutesClause: ['projection'],
  minutesMark: ['projection'],
  clauseStance: ['features/clauses'],
  sharedLink: ['features/shared-links'],
  meetingReply: ['features/meetings'],
  pushSubscription: ['features/push'],
  roomVisit: ['features/room-home'],
  documentVisit: ['features/room-home'],
}

/** The demonstration and test programmes are made in one go, by hand, in whatever tables they need. */
const FREE_WRITERS = /^server\/src\/(demo\/|seed-test\.ts$)/

const code = sourceFiles('{server,client,shared}/src/**/*.{ts,vue,css}', 'migrations/**/*.ts', 'tests/**/*.ts')

function brokenImports(rule: ImportRule, files: SourceFile[]): string[] {
  return files.flatMap((source) => {
    const match = rule.from.exec(source.file)
    if (!match) return []
    const forbidden = new RegExp(rule.to.replace('$1', match[1] ?? ''))
    return importsOf(source)
      .filter((target) => forbidden.test(target))
      .map((target) => `${source.file} imports ${target}`)
  })
}

function foreignWrites(files: SourceFile[]): string[] {
  return files
    .filter(({ file }) => file.startsWith('server/src/') && !FREE_WRITERS.test(file))
    .flatMap(({ file, text }) => {
      const writes = withoutComments(text).matchAll(/\b(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"](\w+)/g)
      return [...writes]
        .filter(([, table]) => !tableOwners[table!]?.some((owner) => `${file}/`.startsWith(`server/src/${owner}/`)))
        .map(([, table]) => `${file} writes ${table}, which belongs to ${tableOwners[table!]?.join(', ') ?? 'nobody'}`)
    })
}

test('there is code to look at', () => {
  expect(code.length).toBeGreaterThan(100)
})

test.each(importRules.map((rule) => [rule.because, rule] as const))('%s', (_, rule) => {
  const [file, specifier] = rule.broken
  expect(brokenImports(rule, [{ file, text: `import { a } from '${specifier}'` }]), 'sees nothing').toHaveLength(1)
  expect(brokenImports(rule, code), rule.because).toEqual([])
})

test('only the owner of a table writes it', () => {
  const broken = { file: 'server/src/features/rooms/store.ts', text: `await trx.insertInto('person').values(x)` }
  expect(foreignWrites([broken])).toHaveLength(1)
  expect(foreignWrites(code)).toEqual([])
})

test('imports are seen in every form', () => {
  const text = `import x from './a.ts'\nimport {\n  y,\n} from "../b.ts"\nexport { z } from './c.ts'
import './d.css'\nconst e = () => import('@meydan/shared/words')\n// import './not-this.ts'`
  expect(importsOf({ file: 'client/src/ui/X.vue', text })).toEqual([
    'client/src/ui/a.ts',
    'client/src/b.ts',
    'client/src/ui/c.ts',
    'client/src/ui/d.css',
    'shared/src/words.ts',
  ])
})
