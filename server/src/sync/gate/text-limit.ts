/** Sixteen times what the board lets anyone write, eight times what a plan does: two people's offline words still fit. */
export const TEXT_HARD_MAX = 64_000
