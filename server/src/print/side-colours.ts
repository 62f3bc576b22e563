import type { Side } from '@meydan/shared/words'

/** Those of the light theme; a test holds them against client/src/features/board/paper.css. */
export const sideColours: Record<Side, string> = { civil: '#9a4507', public: '#1d4ed8', neutral: '#4b5563' }
