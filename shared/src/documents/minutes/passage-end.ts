/** How long an end of a passage may be: base64 of an encoded Yjs relative position. */
export const PASSAGE_END_MAX = 200
