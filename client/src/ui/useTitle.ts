import { shallowRef, watchEffect } from 'vue'

/** Stands before every title: how much waits to be read. */
export const titlePrefix = shallowRef('')

/** The window's title while this page is shown: "Home · Meydan". */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    document.title = titlePrefix.value + (title() ? `${title()} · Meydan` : 'Meydan')
  })
}
