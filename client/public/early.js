// Runs before the first paint, so that nobody sees a white flash or a page that turns round.
// i18n/index.ts and ui/theme.ts own these two keys and repeat the same choice once they are loaded.
;(() => {
  const page = document.documentElement
  const spoken = ['tr', 'en', 'ar', 'de', 'da', 'eu']
  let language = null
  let theme = null
  try {
    language = localStorage.getItem('meydan.language')
    theme = localStorage.getItem('meydan.theme')
  } catch {
    // Storage can be switched off; the browser's own wishes count then.
  }
  const wished = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0])
  const chosen = spoken.includes(language) ? language : (wished.find((tag) => spoken.includes(tag)) ?? 'en')
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  page.lang = chosen
  page.dir = chosen === 'ar' ? 'rtl' : 'ltr'
  page.dataset.theme = dark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]').content = dark ? '#17181c' : '#faf8f4'
})()
