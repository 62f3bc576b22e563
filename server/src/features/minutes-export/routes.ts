import { exportMinutes, type MinutesFormat } from '@meydan/shared/contracts/minutes'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { attachment } from '../../print/attachment.ts'
import { type Press, PrintError } from '../../print/press.ts'
import type { MinutesQuestion } from './message.ts'
import { minutesToExport } from './store.ts'

export type MinutesExportDeps = { db: Database; press: Press; clock: Clock; config: Pick<Config, 'timeZone'> }

const FILES: Record<MinutesFormat, { media: string; extension: string }> = {
  docx: { media: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extension: 'docx' },
  pdf: { media: 'application/pdf', extension: 'pdf' },
  markdown: { media: 'text/markdown; charset=utf-8', extension: 'md' },
}

/** All three are made in the printing process: long minutes would keep everyone else waiting here. */
export function minutesExportRoutes(mount: Mount, { db, press, clock, config }: MinutesExportDeps): void {
  mount(exportMinutes, async ({ params, body, identity, request, reply }) => {
    const { timeZone } = config
    const { format, language } = body
    const stored = await minutesToExport(db, { ...params, language, timeZone })
    const question: MinutesQuestion = { ...stored, format, language, today: dayIn(timeZone, clock()) }
    const maker = import.meta.resolve('./make-file.ts')
    const job = { maker, question, tooLarge: 'minutes_too_large' as const }
    const file = await press.print(job, identity.personId).catch((error: unknown) => {
      if (error instanceof PrintError) request.log.warn({ ...params, format, why: error.why }, 'no file of minutes')
      throw error
    })
    const { media, extension } = FILES[format]
    reply.headers({
      'content-type': media,
      'content-disposition': attachment(stored.title, 'minutes', extension),
      'x-content-type-options': 'nosniff',
    })
    return file
  })
}
