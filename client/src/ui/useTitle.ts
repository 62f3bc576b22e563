import { watchEffect } from 'vue'

/** The window's title while this page is shown: "Home · Meydan". */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    document.title = title() ? `${title()} · Meydan` : 'Meydan'
  })
}
