import { type Ref, ref, watch } from 'vue'

/** What was typed and not sent, by what it belongs to: a closed panel doesn't lose it. Gone with the page. */
const drafts = new Map<string, string>()

/** Words in the making; set to '' they are forgotten. */
export function useDraft(key: string): Ref<string> {
  const text = ref(drafts.get(key) ?? '')
  watch(text, (now) => {
    if (now === '') drafts.delete(key)
    else drafts.set(key, now)
  })
  return text
}
