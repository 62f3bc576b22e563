import { shown, type Spread } from './figures.ts'

export type Bar = { label: string; spread: Spread; isOurs: boolean }
export type Panel = { title: string; note: string; bars: Bar[] }

const WIDTH = 920
const COLUMNS = 2
const GAP = 40
const PANEL_WIDTH = (WIDTH - GAP * (COLUMNS + 1)) / COLUMNS
const LABEL_WIDTH = 112
const VALUE_WIDTH = 64
const HEAD = 50
const BAR = 24
const FOOT = 26

/** Colours that hold their contrast on a light and on a dark page; the page's own scheme decides. */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #26313b }
.title { font-weight: 600; font-size: 14px } .note { font-size: 11.5px; fill: #5b6873 } .ours { font-weight: 600 }
.bar { fill: #a9b4bd } .bar-ours { fill: #17897c } .reach { stroke: #26313b; stroke-width: 1.25 } .back { fill: #fff }
@media (prefers-color-scheme: dark) {
  text { fill: #e3e8ec } .note { fill: #a3afb9 } .bar { fill: #5d6a75 } .bar-ours { fill: #1f9486 }
  .reach { stroke: #e3e8ec } .back { fill: #15191d }
}`

/** Panels of bars side by side: the bar is the median, the thin line reaches from the least to the most. */
export function panelsAsSvg(panels: readonly Panel[]): string {
  const rows = Array.from({ length: Math.ceil(panels.length / COLUMNS) }, (_, row) =>
    panels.slice(row * COLUMNS, (row + 1) * COLUMNS),
  )
  let y = GAP / 2
  const parts: string[] = []
  for (const row of rows) {
    row.forEach((panel, column) => {
      parts.push(panelAt(panel, GAP + column * (PANEL_WIDTH + GAP), y))
    })
    y += Math.max(...row.map(({ bars }) => HEAD + bars.length * BAR)) + FOOT
  }
  const described = panels.map(({ title, bars }) => `${title}: ${bars.map(said).join(', ')}`).join('. ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">
<title>Meydan beside other servers</title><desc>${escaped(described)}</desc>
<style>${STYLE}</style><rect class="back" width="${WIDTH}" height="${y}"/>
${parts.join('\n')}
</svg>
`
}

function panelAt({ title, note, bars }: Panel, x: number, y: number): string {
  const most = Math.max(...bars.map(({ spread }) => spread.max), Number.MIN_VALUE)
  const across = PANEL_WIDTH - LABEL_WIDTH - VALUE_WIDTH
  const lengthOf = (value: number) => (value / most) * across
  const drawn = bars.map(({ label, spread, isOurs }, index) => {
    const top = y + HEAD + index * BAR
    const start = x + LABEL_WIDTH
    const ours = isOurs ? ' class="ours"' : ''
    const end = start + lengthOf(spread.max) + 8
    const reach =
      spread.max > spread.min
        ? `<path class="reach" d="M${at(start + lengthOf(spread.min))} ${top + 7}H${at(start + lengthOf(spread.max))}"/>`
        : ''
    return `<text${ours} x="${at(start - 8)}" y="${top + 12}" text-anchor="end">${escaped(label)}</text>
<rect class="${isOurs ? 'bar-ours' : 'bar'}" x="${at(start)}" y="${top}" width="${at(Math.max(lengthOf(spread.median), 1))}" height="15" rx="2"/>
${reach}<text${ours} x="${at(end)}" y="${top + 12}">${shown(spread.median)}</text>`
  })
  return `<text class="title" x="${at(x)}" y="${y + 16}">${escaped(title)}</text>
<text class="note" x="${at(x)}" y="${y + 34}">${escaped(note)}</text>
${drawn.join('\n')}`
}

function said({ label, spread }: Bar): string {
  return `${label} ${shown(spread.median)}`
}

function at(number: number): string {
  return number.toFixed(1)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
