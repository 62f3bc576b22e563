import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Plugin } from 'vite'

// Nobody asks the client for the JSON schema of its contracts.
const TO_JSON_SCHEMA = /zod\/v4\/core\/to-json-schema\.js$/
const JSON_SCHEMA_PROCESSORS = /zod\/v4\/core\/json-schema-processors\.js$/
// What it would say of a wrong reply is shown to nobody: the places that read files look at where it is wrong.
const ZOD_WORDS = /zod\/v4\/locales\/en\.js$/
const PROCESSOR = /^export const (\w+Processor) = [\s\S]*?^\};$/gm
// Yjs prints to the console alone; lib0's log can also be drawn on a page, for which it brings a schema library.
const LOG_ON_A_PAGE = /lib0\/dom\.js$/
const ENGINE_TRANSPORTS = /engine\.io-client\/build\/esm\/transports\/index\.js$/

const CATALOGUE = /client\/src\/i18n\/[a-z]+\.json\?words=(?:first|board|parts|plan|outside|later)$/
const FIRST_GROUPS = new Set([
  'account',
  'app',
  'common',
  'errors',
  'invites',
  'light',
  'people',
  'role',
  'room',
  'side',
  'sync',
])
const PART_GROUPS = new Set([
  'agenda',
  'arrivals',
  'call',
  'decisions',
  'questions',
  'stage',
  'step',
  'tables',
  'threads',
  'voice',
  'votes',
  'writing',
])
const PLAN_GROUPS = new Set(['actions', 'answers', 'field', 'minutes', 'plan', 'richText', 'signing'])
/** What people without a seat read: no room waits for it, and they for no room's words. */
const OUTSIDE_GROUPS = new Set(['shared'])
const LATER_ON_BOARDS = new Set(['export', 'history', 'import'])

type Tree = { [name: string]: Tree | string }

/**
 * Leaves out of the client what libraries bring and nothing here calls: every board waits for its script. A test
 * measures it (tests/e2e/weight.test.ts).
 */
export function leanBundle(): Plugin {
  return {
    name: 'lean-bundle',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      // The catalogues come parsed, see below.
      if (source !== '@formatjs/icu-messageformat-parser') return null
      return this.resolve('@formatjs/icu-messageformat-parser/no-parser.js', importer, options)
    },
    load: {
      filter: { id: [TO_JSON_SCHEMA, JSON_SCHEMA_PROCESSORS, ZOD_WORDS, LOG_ON_A_PAGE, ENGINE_TRANSPORTS] },
      handler(id) {
        // live.ts speaks over a WebSocket alone.
        if (ENGINE_TRANSPORTS.test(id))
          return `import { WS } from './websocket.js'\nexport const transports = { websocket: WS }`
        if (ZOD_WORDS.test(id)) return `export default () => ({ localeError: () => 'invalid' })`
        const source = readFileSync(id, 'utf8')
        if (JSON_SCHEMA_PROCESSORS.test(id)) return source.replace(PROCESSOR, 'export const $1 = () => {}')
        const stubs = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(
          ([, name]) => `export const ${name} = () => ''`,
        )
        if (TO_JSON_SCHEMA.test(id)) stubs.push('export { processSchema as process }')
        return stubs.join('\n')
      },
    },
  }
}

/** The catalogues as script, their messages parsed, in the parts that i18n/catalogue-parts.ts asks for. */
export function catalogues(): Plugin {
  return {
    name: 'catalogues',
    enforce: 'pre',
    load: {
      filter: { id: CATALOGUE },
      handler(id) {
        const [file = '', part] = id.split('?words=')
        this.addWatchFile(file)
        const words = wordsOf(JSON.parse(readFileSync(file, 'utf8')) as Tree, part as Part)
        return { code: `export default ${JSON.stringify(parsed(words))}`, moduleType: 'js' }
      },
    },
  }
}

type Part = 'first' | 'board' | 'parts' | 'plan' | 'outside' | 'later'

function wordsOf(catalogue: Tree, part: Part): Tree {
  const groups = Object.entries(catalogue).map(([group, words]): [string, Tree | string] => {
    const names = Object.entries(words).filter(([name]) => partOf(group, name) === part)
    return [group, Object.fromEntries(names)]
  })
  return Object.fromEntries(groups.filter(([, words]) => Object.keys(words).length > 0))
}

/**
 * first: every page, and the titles of a room's parts · board: to read and write on one · parts: beside the boards ·
 * plan: a plan's page and the list of actions · outside: the page of a link for people without a seat.
 */
function partOf(group: string, name: string): Part {
  if (group === 'board') return LATER_ON_BOARDS.has(name) ? 'later' : 'board'
  if (FIRST_GROUPS.has(group) || name === 'title') return 'first'
  if (PLAN_GROUPS.has(group)) return 'plan'
  if (OUTSIDE_GROUPS.has(group)) return 'outside'
  return PART_GROUPS.has(group) ? 'parts' : 'later'
}

function partsOf(message: string): object {
  return new IntlMessageFormat(message, undefined, undefined, { ignoreTag: true }).getAst()
}

/** A message with values as its parts, everything else as it stands. */
function parsed(tree: Tree): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'object' ? parsed(value) : /[{']/.test(value) ? partsOf(value) : value,
    ]),
  )
}

/** First come, first served: a module brings what it imports from libraries with it, so that a piece comes after those it is made from. */
export const pieces = ['base', 'common', 'documents', 'room', 'plan', 'icons'] as const

export type ModuleGraph = {
  getModuleInfo: (id: string) => { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null
}

const OUR_SOURCE = /\/(client|shared)\/src\//
const BASE_LIBRARIES = /\/node_modules\/(@vue|vue|vue-router|pinia|intl-messageformat|@formatjs|zod)\//
const DOCUMENT_LIBRARIES = /\/node_modules\/(yjs|lib0|y-protocols|y-indexeddb|fractional-indexing)\//
const ICONS = /\/node_modules\/@lucide\/(?:.*\/icons\/([\w-]+)\.m?js)?/
/** But for what only plans and answers use. */
const SHARED_IN_ROOMS = /\/client\/src\/workshop\/(?!show-on-board)/
const ROOM_PAGES = /\/client\/src\/features\/(rooms\/RoomPage|board\/BoardPage)/
/** A board on a projector: a room's page that no room waits for. */
const WALL = /\/client\/src\/features\/board\/BoardWall/
const PLAN_PAGES = /\/client\/src\/features\/plan\//
/** Plans and the list of actions: what they alone show, no board waits for. */
const OF_PLANS = /^(?:features\/(?:plan|actions)|rich-text)\//
const sources = path.join(import.meta.dirname, 'src')
const main = path.join(import.meta.dirname, 'src/main.ts')
const router = path.join(import.meta.dirname, 'src/router.ts')

type Needs = Record<'base' | 'pages' | 'room' | 'iconsOfPlans' | 'iconsOfRooms', Set<string>>
let needs: Needs | undefined

/**
 * The piece of script a module goes into: what every page needs; what rooms share with other pages, without documents and
 * with them; what only rooms need, from their bar to the canvas; the icons that plans alone show; those that no board
 * waits for. One file each, instead of sixty that compress worse; the rest is left to Rolldown.
 */
export function pieceOf(id: string, graph: ModuleGraph): (typeof pieces)[number] | null {
  if (BASE_LIBRARIES.test(id)) return 'base'
  if (DOCUMENT_LIBRARIES.test(id)) return 'documents'
  needs ??= needsOf(graph)
  const icon = ICONS.exec(id)
  if (icon) return pieceOfIcon(icon[1] ?? '', needs)
  if (!OUR_SOURCE.test(id)) return null
  if (needs.base.has(id)) return id === main ? null : 'base'
  // What a room's parts share with its board: the light page has the parts alone, and must not fetch the board for it.
  if (SHARED_IN_ROOMS.test(id)) return 'common'
  if (!needs.room.has(id)) return null
  if (!needs.pages.has(id)) return 'room'
  // The light page has none.
  const usesDocuments = [...sourcesFrom([id], graph)].some((one) =>
    graph.getModuleInfo(one)?.importedIds.some((next) => DOCUMENT_LIBRARIES.test(next)),
  )
  return usesDocuments ? 'documents' : 'common'
}

/** What isn't an icon is what all of them are made with. */
function pieceOfIcon(name: string, { iconsOfPlans, iconsOfRooms }: Needs): 'common' | 'plan' | 'icons' {
  if (!name || iconsOfRooms.has(name)) return 'common'
  return iconsOfPlans.has(name) ? 'plan' : 'icons'
}

function needsOf(graph: ModuleGraph): Needs {
  const all = graph.getModuleInfo(router)?.dynamicallyImportedIds ?? []
  const from = (isOne: (id: string) => boolean) => sourcesFrom(all.filter(isOne), graph)
  const [base, room] = [sourcesFrom([main], graph), from((id) => ROOM_PAGES.test(id))]
  const ofRooms = base.union(room)
  const ofOthers = iconsIn((file) => !OF_PLANS.test(file))
  return {
    base,
    room,
    pages: from((id) => ![ROOM_PAGES, PLAN_PAGES, WALL].some((of) => of.test(id))),
    iconsOfPlans: iconsIn((file) => OF_PLANS.test(file)).difference(ofOthers),
    iconsOfRooms: iconsIn((file) => ofRooms.has(path.join(sources, file))),
  }
}

/** File names of the icons that some of the sources name. */
function iconsIn(isOne: (file: string) => boolean): Set<string> {
  const icons = new Set<string>()
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:vue|ts)$/.test(file) || !isOne(file)) continue
    const names =
      /import \{([^}]*)\} from '@lucide\/vue'/.exec(readFileSync(path.join(sources, file), 'utf8'))?.[1] ?? ''
    for (const [name] of names.matchAll(/\w+/g))
      icons.add(name.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Za-z])(?=\d)/g, '-').toLowerCase())
  }
  return icons
}

/** Our own modules that these can't be shown without. */
function sourcesFrom(roots: readonly string[], graph: ModuleGraph): Set<string> {
  const found = new Set(roots)
  for (const id of found) {
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) if (OUR_SOURCE.test(next)) found.add(next)
  }
  return found
}
