import { type Ref, ref, watch } from 'vue'

/** What was typed and not sent, by what it belongs to: a closed panel doesn't lose it. Gone with the page. */
const drafts = new Map<string, string>()

/** Words in the making; sent or given up, they are set to `initial` again and forgotten. */
export function useDraft(key: string, initial = ''): Ref<string> {
  const text = ref(drafts.get(key) ?? initial)
  watch(text, (now) => {
    if (now === initial) drafts.delete(key)
    else drafts.set(key, now)
  })
  return text
}

export function dropDraft(key: string): void {
  drafts.delete(key)
}
