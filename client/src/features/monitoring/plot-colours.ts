const names = ['ink', 'muted', 'hairline', 'surface', 'accent', 'danger', 'ok'] as const

export type PlotColours = Record<(typeof names)[number], string> & { font: string }

/** The tokens as they are now: a drawing has colours of its own, and is drawn again when these change. */
export function coloursNow(): PlotColours {
  const style = getComputedStyle(document.documentElement)
  const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
  return { ...colours, font: style.getPropertyValue('--font').trim() } as PlotColours
}
