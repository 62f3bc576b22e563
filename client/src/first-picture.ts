/** What the page was opened for is on the screen; a moment more, so that it can be used before anything else is fetched. */
const A_MOMENT_MS = 400
/** Where nothing ever says so. A large board on an old phone takes longer than one would think. */
const AT_LAST_MS = 6_000

let tell: () => void = () => {}

/** Resolves once in the life of the page. Scripts that only make it livelier wait for it. */
export const firstPicture = new Promise<void>((resolve) => {
  tell = resolve
})

export function firstPictureIsThere(): void {
  setTimeout(tell, A_MOMENT_MS)
}

/** For whoever needs what comes after the first picture in any case. */
export function firstPictureAtLast(): Promise<void> {
  setTimeout(tell, AT_LAST_MS)
  return firstPicture
}
