/** The keyboard's way to the signs: they stand in the selection's bar, which knows what is selected. */
export function openStampPicker(): void {
  document.querySelector<HTMLElement>('[data-selection-bar] [data-act=react]')?.click()
}
