import { printPlan } from '@meydan/shared/contracts/plan-pdf'
import type { Seat } from '../../access/seats.ts'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { attachment } from '../../print/attachment.ts'
import { type Press, PrintError } from '../../print/press.ts'
import type { PlanQuestion } from './message.ts'
import { answersOf, planToPrint } from './store.ts'

export type PlanPdfDeps = {
  db: Database
  press: Press
  clock: Clock
  config: Pick<Config, 'timeZone'>
  /** What the actions of a plan came from, as somebody with this seat may know it; by the action's id. */
  sourcesOf: (seat: Seat, documentId: string) => Promise<PlanQuestion['sources']>
}

export function planPdfRoutes(mount: Mount, { db, press, clock, config, sourcesOf }: PlanPdfDeps): void {
  mount(printPlan, async ({ params, body, seat, identity, request, reply }) => {
    const plan = await planToPrint(db, params)
    const question: PlanQuestion = {
      ...plan,
      people: body.parts.includes('people') ? plan.people : [],
      sources: body.parts.includes('sources') ? await sourcesOf(seat, params.documentId) : [],
      answers: body.parts.includes('answers') ? await answersOf(db, params) : [],
      actions: body.actions ?? null,
      shows: body.parts,
      paper: body.paper,
      language: body.language,
      today: dayIn(config.timeZone, clock()),
    }
    const maker = import.meta.resolve('./print-plan.ts')
    const job = { maker, question, tooLarge: 'plan_too_large' as const }
    const pdf = await press.print(job, identity.personId).catch((error: unknown) => {
      if (error instanceof PrintError) request.log.warn({ ...params, why: error.why }, 'no PDF of a plan')
      throw error
    })
    reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': attachment(plan.title, 'plan'),
      'x-content-type-options': 'nosniff',
    })
    return pdf
  })
}
