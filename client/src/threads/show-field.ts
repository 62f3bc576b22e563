const PATIENCE_MS = 10_000
const CONTROL = ':is(input, textarea, select, button, [contenteditable="true"], [tabindex="0"]):not(:disabled)'
let leave = () => {}

/**
 * Focuses a field of an action as soon as the action's details show it: its control, or, where it can only be read, the
 * field itself. A field that isn't there by then is not awaited.
 */
export function focusField(actionId: string, field: string): void {
  leave()
  const wanted = `[data-details][data-action-id="${CSS.escape(actionId)}"] [data-detail="${CSS.escape(field)}"]`
  const look = () => {
    const box = document.querySelector<HTMLElement>(wanted)
    if (!box) return
    leave()
    // The details take the focus as they open.
    requestAnimationFrame(() => requestAnimationFrame(() => stepInto(box)))
  }
  const observer = new MutationObserver(look)
  const timer = setTimeout(() => leave(), PATIENCE_MS)
  leave = () => {
    clearTimeout(timer)
    observer.disconnect()
  }
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-action-id'] })
  look()
}

function stepInto(box: HTMLElement): void {
  const control = box.querySelector<HTMLElement>(`.control ${CONTROL}`)
  if (!control) box.tabIndex = -1
  ;(control ?? box).focus()
  box.scrollIntoView({ block: 'nearest' })
}
