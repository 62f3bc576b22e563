/**
 * Why a sync or live socket was closed. y-websocket 3 doesn't reconnect on 4400-4499:
 * those are final until the person does something. 1012 and 1013 mean "come back".
 */
export const closeCodes = {
  malformed: 1002,
  restarting: 1012,
  tryLater: 1013,
  refused: 4400,
  signedOut: 4401,
  noSeat: 4403,
  gone: 4404,
  newerVersion: 4409,
  tooLarge: 4413,
  overBudget: 4429,
} as const

export type CloseReason = keyof typeof closeCodes

export function closeReasonOf(code: number): CloseReason | undefined {
  return (Object.keys(closeCodes) as CloseReason[]).find((reason) => closeCodes[reason] === code)
}
