import { sweepSessions } from '../features/auth/sweep-sessions.job.ts'
import { compactDocument } from '../sync/compact.job.ts'

/** Every job there is. */
export const jobCatalogue = [compactDocument, sweepSessions]
