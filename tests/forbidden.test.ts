import { expect, test } from 'vitest'
import { type SourceFile, sourceFiles, stylesOf, withoutComments } from './support/source.ts'

/** What must not be written, and why. Each rule comes with code that breaks it, so that a blind one is noticed. */
type TextRule = {
  files: RegExp
  forbidden: RegExp
  because: string
  broken: SourceFile
  /** Where the rule's reason doesn't reach. */
  except?: { file: RegExp; because: string }[]
  read?(source: SourceFile): string
}

const roles = '[\'"](?:facilitator|expert|participant|observer)[\'"]'

const textRules: TextRule[] = [
  {
    files: /^(server|client|shared)\/src\//,
    forbidden: new RegExp(`[!=]==?\\s*${roles}|${roles}\\s*[!=]==?|case ${roles}`),
    because: 'what a role may do stands in permissions.ts alone; ask isGranted or the room’s `may`',
    broken: { file: 'client/src/features/rooms/RoomPage.vue', text: `<a v-if="seat.role === 'facilitator'" />` },
    except: [
      { file: /^shared\/src\/permissions\.ts$/, because: 'the table itself' },
      { file: /^server\/src\/access\//, because: 'puts the table to work' },
      {
        file: /^shared\/src\/contracts\/invites\.ts$/,
        because: 'which links name a person is their shape, no permission',
      },
      {
        file: /^client\/src\/(people|features\/join)\//,
        because: 'says a role’s name only where it is not the usual one',
      },
    ],
  },
  {
    files: /^(server|client|shared|tests)\/.*\.(ts|vue)$/,
    forbidden:
      /\b(applyUpdate|decodeUpdate|mergeUpdates|diffUpdate|encodeStateAsUpdate|encodeStateVectorFromUpdate|logUpdate|createDocFromUpdate|convertUpdateFormat\w*To)V2\b|\bUpdate(De|En)coderV2\b/,
    because: 'Yjs’s second encoding hangs on 27 hostile bytes (yjs#687): everything is encoded in the first',
    broken: { file: 'server/src/sync/gate/gate.ts', text: 'Y.applyUpdateV2(doc, bytes)' },
    except: [{ file: /^tests\/forbidden/, because: 'names them' }],
  },
  {
    files: /^server\/src\//,
    forbidden: /\bmergeUpdates\b/,
    because: 'merging 50,000 rows takes 89 s; loading them into one document and encoding that takes 0.3 s',
    broken: { file: 'server/src/sync/folding/compact.job.ts', text: 'const snapshot = Y.mergeUpdates(rows)' },
  },
  {
    files: /^client\/src\/.*\.vue$/,
    forbidden: /\bv-html\b|\binnerHTML\b/,
    because: 'what people write is text; one slip here runs their script in everyone’s browser',
    broken: { file: 'client/src/features/board/NoteCard.vue', text: '<p v-html="note.text" />' },
  },
  {
    files: /^(server|migrations)\//,
    forbidden: /\bsql\.(raw|lit)\b/,
    because: 'values go into statements as parameters',
    broken: { file: 'server/src/features/rooms/store.ts', text: 'sql.raw(`order by ${column}`)' },
  },
  {
    files: /^client\/.*\.(css|vue)$/,
    read: stylesOf,
    forbidden:
      /\b(margin|padding|border)-(left|right)\b|\bborder-(top|bottom)-(left|right)-radius\b|(^|[;{\s])(left|right)\s*:|\b(text-align|float|clear)\s*:\s*(left|right)\b/,
    because: 'Arabic turns the page round: inline-start and inline-end instead of left and right',
    broken: { file: 'client/src/ui/UiCard.vue', text: '<style>\n.card { margin-left: 1rem }\n</style>' },
  },
  {
    files: /^client\/src\/.*\.(vue|ts)$|^client\/index\.html$/,
    forbidden: /(^|[\s<])style="|\.cssText\b|setAttribute\(\s*['"]style/,
    because: 'the content security policy knows no unsafe-inline',
    broken: { file: 'client/src/ui/UiCard.vue', text: '<p style="color: red">' },
  },
]

const code = sourceFiles(
  '{server,client,shared}/src/**/*.{ts,vue,css}',
  'client/index.html',
  '{migrations,tests}/**/*.ts',
)

function forbiddenText(rule: TextRule, files: SourceFile[]): string[] {
  return files
    .filter(({ file }) => rule.files.test(file) && !rule.except?.some((exception) => exception.file.test(file)))
    .flatMap((source) => {
      const text = withoutComments(rule.read ? rule.read(source) : source.text)
      const lines = text.split('\n').filter((line) => rule.forbidden.test(line))
      return lines.map((line) => `${source.file}: ${line.trim()}`)
    })
}

test.each(textRules.map((rule) => [rule.because, rule] as const))('%s', (_, rule) => {
  expect(forbiddenText(rule, [rule.broken]), 'sees nothing').toHaveLength(1)
  expect(forbiddenText(rule, code), rule.because).toEqual([])
})
