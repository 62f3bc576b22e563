import { shallowRef } from 'vue'

/**
 * The threads about passages that overlap with that of the one that is shown, itself among them, in the order of the text;
 * none where it is alone there. Open minutes say it.
 */
export const sameWords = shallowRef<readonly string[]>([])
