import { z } from 'zod'

/** The six interface languages, in the order they are offered. */
export const languages = ['tr', 'en', 'ar', 'de', 'da', 'eu'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** Each language's name in itself: how a person finds their own whatever the page shows. */
export const languageNames: Record<Language, string> = {
  tr: 'Türkçe',
  en: 'English',
  ar: 'العربية',
  de: 'Deutsch',
  da: 'Dansk',
  eu: 'Euskara',
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** The first of a browser's preferred tags ("tr-TR", "ar") that we speak, else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-')[0])
    if (found) return found
  }
  return 'en'
}
