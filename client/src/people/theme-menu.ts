import { Monitor, Moon, Sun } from '@lucide/vue'
import type { Translate } from '../i18n/index.ts'
import { chooseTheme, theme, themes } from '../ui/theme.ts'

const icons = { auto: Monitor, light: Sun, dark: Moon }

/** The group of a menu in which light, dark or the device's own choice is taken. */
export function themeGroup(t: Translate) {
  return {
    heading: t('common.theme'),
    items: themes.map((one) => ({
      label: t(`common.themes.${one}`),
      icon: icons[one],
      chosen: one === theme.value,
      select: () => chooseTheme(one),
    })),
  }
}
