const BULLET = /^\s*(?:[-*•–·▪◦‣]|\d{1,3}[.)])\s+/u

/** The lines of a pasted list, without bullets, numbers and empty lines. */
export function pastedLines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028]/)
    .map((line) => line.replace(BULLET, '').trim())
    .filter((line) => line !== '')
}
