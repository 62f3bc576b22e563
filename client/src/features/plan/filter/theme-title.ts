import type { Translate } from '../../../i18n/index.ts'
import type { KnownTheme } from './usePlanThemes.ts'

/** How a theme is called where actions are looked for by it; `none`: by none. */
export function themeTitle(t: Translate, themes: readonly KnownTheme[], key: string): string {
  if (key === 'none') return t('plan.filter.noTheme')
  const theme = themes.find((known) => known.key === key)
  if (theme?.state === 'gone') return t('plan.filter.goneTheme', { title: theme.title })
  return theme?.title || t('plan.evidence.wordless')
}
