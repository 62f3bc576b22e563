import { Board } from '@meydan/shared/documents/board/board'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { themeSlot } from '@meydan/shared/documents/board/layout'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { NOTE_SIZE } from '@meydan/shared/documents/board/records'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showList, signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

/** Where the canvas lies in its window: one board unit is one pixel. */
const VIEW = { x: 120, y: 80, zoom: 1 }

/** A board with two empty frames in a browser, and the document as somebody else has it. */
async function place(mode: 'list' | 'canvas') {
  const story = await consultationRoom(fresh.db)
  const peer = syncClient(server, story.boardId, story.public.cookie)
  await peer.synced()
  const board = new Board(peer.doc)
  removeItems(
    board,
    board.items().map(({ id }) => id),
  )
  for (const [index, title] of ['Needs', 'Ideas'].entries())
    board.addFrame({ at: { x: index * 960, y: 0 }, size: { width: 900, height: 700 }, title })
  const { page, close } = await visitor(browser, server.url, { viewport: { width: 3200, height: 1000 } })
  onTestFinished(async () => {
    peer.destroy()
    await close()
  })
  await signInAs(page, server.url, story.facilitator)
  await page.addInitScript(
    ([key, view]) => sessionStorage.setItem(key!, view!),
    [`meydan.board.view.${story.boardId}`, JSON.stringify(VIEW)],
  )
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  if (mode === 'list') await showList(page)
  /** The object that says this; words are what both boards know their objects by. */
  const named = (words: string): string =>
    board.items().find((item) => board.textOf(item.id) === words || ('title' in item && item.title === words))?.id ?? ''
  return { page, board, named, rect: (words: string): Rect => board.rectOf(named(words))! }
}

type Place = Awaited<ReturnType<typeof place>>

/** What a board says, without what can't be the same on two: ids, seats, times, and keys that only order. */
function canonical(board: Board): string {
  const parsed = parseBoard(board.doc)
  const names = new Map(
    board.items().map((item) => [item.id, board.textOf(item.id) || ('title' in item && item.title)]),
  )
  const said = (id: string | null) => (id === null ? null : (names.get(id) ?? 'gone'))
  const piled = [...board.items()].filter(({ type }) => type !== 'frame').sort((a, b) => (a.order < b.order ? -1 : 1))
  const rank = new Map(piled.map(({ id }, index) => [id, index]))
  const plain = (record: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
        if (['id', 'seat', 'side', 'createdAt', 'source'].includes(key)) return []
        if (key === 'order') return [[key, rank.get(String(record['id'])) ?? null]]
        if (['frame', 'theme', 'item'].includes(key)) return [[key, said(value as string | null)]]
        if (key === 'cameOf') return [[key, (value as string[]).map(said)]]
        if (key === 'from' || key === 'to') return [[key, said((value as { item: string }).item)]]
        return [[key, value]]
      }),
    )
  const sorted = (records: object[]) => records.map((record) => JSON.stringify(plain(record as never))).sort()
  const { problems, ...kinds } = parsed
  return JSON.stringify(
    { problems, ...Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, sorted(all)])) },
    null,
    1,
  )
}

const screen = ({ x, y }: { x: number; y: number }, origin: { x: number; y: number }) => ({
  x: origin.x + VIEW.x + x,
  y: origin.y + VIEW.y + y,
})

test('what keys do in the list and the mouse on the canvas leaves the same document', {
  timeout: 240_000,
}, async () => {
  const list = await place('list')
  const canvas = await place('canvas')
  const origin = (await canvas.page.locator('[data-surface]').boundingBox())!
  const toScreen = (point: { x: number; y: number }) => screen(point, origin)
  const middle = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 })
  const { page: keys } = list
  const { page: mouse } = canvas

  const on = async (words: string) => {
    await until(() => list.named(words) !== '')
    await keys.locator(`[data-list] [data-item="${list.named(words)}"]`).focus()
    // Of several that an act before left chosen, this one alone.
    await keys.keyboard.press('Escape')
  }
  const press = async (...pressed: string[]) => {
    for (const key of pressed) await keys.keyboard.press(key)
  }
  const choose = async (key: string, words: string) => {
    await press(key)
    await keys.getByRole('combobox').fill(words)
    await press('Enter')
    await keys.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const write = async (page: Page, words: string) => {
    const field = page.locator('[data-board] textarea')
    await field.fill(words)
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'detached' })
  }
  const title = async (page: Page, words: string) => {
    const field = page.locator('[data-board] input:focus')
    await field.fill(words)
    await page.keyboard.press('Enter')
  }
  /** Somewhere nothing else is, to be out of the way for a moment. */
  const AWAY = { x: 2_300, y: 600 }
  /** Where on an object it is held: a theme by its head, a frame by its title over it. */
  const grip = (words: string) => {
    const rect = canvas.rect(words)
    const type = canvas.board.typeOf(canvas.named(words))
    if (type === 'frame') return { x: rect.x + 20, y: rect.y - 16 }
    return type === 'theme' ? { x: rect.x + 60, y: rect.y + 20 } : { x: rect.x + 90, y: rect.y + 70 }
  }
  const drag = async (words: string, to: { x: number; y: number }) => {
    await mouse.keyboard.press('Escape')
    const rect = canvas.rect(words)
    const from = toScreen(grip(words))
    const by = { x: to.x - rect.x, y: to.y - rect.y }
    await mouse.mouse.move(from.x, from.y)
    await mouse.mouse.down()
    await mouse.mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 3 })
    await mouse.mouse.move(from.x + by.x, from.y + by.y, { steps: 3 })
    await mouse.mouse.up()
    await mouse.waitForTimeout(350)
  }
  const click = async (words: string) => {
    await mouse.keyboard.press('Escape')
    const at = toScreen(grip(words))
    await mouse.mouse.click(at.x, at.y)
  }
  const bar = (act: string) => mouse.locator(`[data-selection-bar] [data-act=${act}]`).click()
  const more = async (name: string) => {
    await bar('more')
    await mouse.getByRole('menuitem', { name, exact: true }).click()
    await mouse.getByRole('menu').waitFor({ state: 'detached' })
  }
  const sameAsList =
    (...all: string[]) =>
    async () => {
      for (const words of all) await drag(words, list.rect(words))
    }

  type Step = [name: string, byKeys: () => Promise<unknown>, byMouse: () => Promise<unknown>]
  const create = (words: string, beside: string): Step => [
    `create ${words}`,
    async () => {
      await on(beside)
      await press('n')
      await write(keys, words)
    },
    async () => {
      const at = toScreen(middle({ ...list.rect(words), ...NOTE_SIZE }))
      await mouse.keyboard.press('Escape')
      await mouse.mouse.dblclick(at.x, at.y)
      await write(mouse, words)
    },
  ]
  const act = (name: string, words: string, key: string, byMouse: () => Promise<unknown>): Step => [
    name,
    async () => {
      await on(words)
      await press(key)
    },
    byMouse,
  ]
  const acted = (name: string, words: string, key: string, byBar: () => Promise<unknown>): Step =>
    act(name, words, key, async () => {
      await click(words)
      await byBar()
    })

  const steps: Step[] = [
    create('one', 'Needs'),
    create('two', 'one'),
    create('three', 'two'),
    create('four', 'Ideas'),
    create('five', 'four'),
    act('take five out', 'five', 'Alt+ArrowLeft', sameAsList('five')),
    create('six', 'five'),
    acted('recolour two', 'two', 'c', () => mouse.locator('[data-selection-bar] [data-colour=apricot]').click()),
    acted('recolour three', 'three', 'c', () => mouse.locator('[data-selection-bar] [data-colour=apricot]').click()),
    act('Ideas before Needs', 'Ideas', 'Alt+ArrowUp', async () => {
      await drag('Ideas', { x: 1_960, y: 0 })
      await sameAsList('Needs', 'Ideas')()
    }),
    act('exchange five and six', 'six', 'Alt+ArrowUp', async () => {
      await drag('five', AWAY)
      await sameAsList('six', 'five')()
    }),
    [
      'move four into Needs',
      async () => {
        await on('four')
        await choose('m', 'Needs')
      },
      sameAsList('four'),
    ],
    [
      'two together with one',
      async () => {
        await on('two')
        await press('Alt+ArrowRight')
        await title(keys, 'Housing')
      },
      async () => {
        await drag('two', canvas.rect('one'))
        await title(mouse, 'Housing')
      },
    ],
    [
      'three into the theme',
      async () => {
        await on('three')
        await choose('m', 'Housing')
      },
      async () => {
        const { x, y } = canvas.rect('Housing')
        await drag('three', { x: x + 60 - NOTE_SIZE.width / 2, y: y + 212 - NOTE_SIZE.height / 2 })
      },
    ],
    act('three before two', 'three', 'Alt+ArrowUp', async () => {
      const { x, y } = canvas.rect('Housing')
      const slot = themeSlot(1, 3)
      await drag('three', { x: x + slot.x, y: y + slot.y })
    }),
    act('the theme after four', 'Housing', 'Alt+ArrowDown', async () => {
      await drag('Housing', { x: 1_900, y: 400 })
      await sameAsList('four', 'Housing')()
    }),
    [
      'react to four',
      async () => {
        await on('four')
        await press('r')
        await keys.getByRole('menuitemcheckbox', { name: 'I agree' }).waitFor()
        await press('Enter')
      },
      async () => {
        await click('four')
        await bar('react')
        await mouse.getByRole('button', { name: 'I agree' }).click()
      },
    ],
    acted('lock five', 'five', 'Control+Shift+L', () => more('Lock')),
    acted('unlock five', 'five', 'Control+Shift+L', () => bar('lock')),
    acted('five to the back', 'five', 'Control+[', () => more('Send to back')),
    acted('four to the front', 'four', 'Control+]', () => more('Bring to the front')),
    acted('delete six', 'six', 'Delete', () => bar('delete')),
    ['undo that', () => press('Control+z'), () => mouse.locator('[data-tool=undo]').first().click()],
    [
      'split three off its theme',
      async () => {
        await on('three')
        await press('g')
        await title(keys, 'Rooms')
      },
      async () => {
        await click('three')
        await more('Split off into a new theme')
        await title(mouse, 'Rooms')
      },
    ],
    [
      'merge that theme again',
      async () => {
        await on('Housing')
        await keys.locator(`[data-list] [data-item="${list.named('Rooms')}"]`).click({ modifiers: ['Control'] })
        await press('g')
      },
      async () => {
        await click('Housing')
        const at = toScreen(grip('Rooms'))
        await mouse.keyboard.down('Shift')
        await mouse.mouse.click(at.x, at.y)
        await mouse.keyboard.up('Shift')
        await bar('group')
      },
    ],
    acted('ungroup the theme', 'Housing', 'u', () => bar('ungroup')),
    act('two out of Needs', 'two', 'Alt+ArrowLeft', sameAsList('two')),
  ]
  expect(steps).toHaveLength(27)
  for (const [name, byKeys, byMouse] of steps) {
    await byKeys()
    await settled(list)
    await byMouse()
    await settled(canvas)
    expect(canonical(canvas.board), name).toBe(canonical(list.board))
  }
})

/** Until the document has heard what the page did, and stays as it is. */
async function settled({ page, board }: Place): Promise<void> {
  let before = ''
  await untilSaved(page)
  await until(
    () => {
      const now = canonical(board)
      const isSame = now === before
      before = now
      return isSame
    },
    { every: 250 },
  )
}
