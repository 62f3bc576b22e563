import { figuresOf } from '../board-frames/frames.ts'
import { ACTIONS, openPlace } from './place.ts'
import type { Measured, Setting } from './scenario.ts'
import { framesOf } from './scrolling.ts'

const TABLE = { selector: '[data-plan-table] .scroller', at: { x: 640, y: 500 } }

/**
 * Frames per second while a wheel is turned through the table, down and up again: 5,000 px a second, from its first row to
 * its last in eight. An empty page is given the same turns in the same run.
 */
export async function table(setting: Setting): Promise<Measured[]> {
  const place = await openPlace(setting)
  try {
    const context = await place.person(place.story.civil.cookie)
    const [page, empty] = [await place.openTable(context), await context.newPage()]
    await empty.goto('about:blank')
    const beside = figuresOf(await framesOf(empty, TABLE, setting.quick))
    const own = figuresOf(await framesOf(page, TABLE, setting.quick))
    const again = figuresOf(await framesOf(empty, TABLE, setting.quick))
    const emptyPerSecond = (beside.perSecond + again.perSecond) / 2
    const figures = { ...own, emptyPerSecond, ofEmpty: own.perSecond / emptyPerSecond, emptyP5: beside.p5 }
    return [{ variant: `${ACTIONS.toLocaleString('en')} actions`, figures }]
  } finally {
    await place.close()
  }
}
