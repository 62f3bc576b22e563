const BULLET = /^\s*(?:[-*•–·▪◦‣]|\d{1,3}[.)])\s+/u

/** The lines of a list as it is pasted, without bullets, numbers and empty lines. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028]/)
  return lines.map((line) => line.replace(BULLET, '').trim()).filter((line) => line !== '')
}
