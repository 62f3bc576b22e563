import { ref } from 'vue'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** public/early.js reads it before the first paint. */
const STORAGE_KEY = 'meydan.theme'

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function remembered(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(STORAGE_KEY)) ?? 'auto'
  } catch {
    return 'auto'
  }
}

export const theme = ref<Theme>(remembered())

function show(): void {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && prefersDark.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  const bar = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]')
  if (bar) bar.content = getComputedStyle(document.documentElement).getPropertyValue('--paper')
}

export function followTheme(): void {
  show()
  prefersDark.addEventListener('change', show)
}

export function chooseTheme(next: Theme): void {
  theme.value = next
  try {
    localStorage.setItem(STORAGE_KEY, next)
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  show()
}
