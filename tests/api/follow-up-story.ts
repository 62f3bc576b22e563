import type { Api } from './api.ts'

type Row = {
  title: string
  status?: string
  due?: string | null
  responsible?: string | null
  /** The seat of whoever is named. */
  person?: string | null
}

/** Actions as the projection would have written them, without their document. Answers with their ids. */
export async function putActions(api: Api, documentId: string, actions: readonly Row[]): Promise<string[]> {
  const values = actions.map(
    ({ title, status = 'agreed', due = null, responsible = null, person = null }, position) => ({
      ...{ documentId, actionId: crypto.randomUUID(), title, status, due, position },
      ...{ responsibleId: responsible, personSeatId: person, description: '', goalTitle: '', supportingIds: [] },
      ...{ indicatorName: '', indicatorUnit: '', fields: [], locality: '', side: 'neutral' },
    }),
  )
  await api.db.insertInto('planAction').values(values).execute()
  return values.map(({ actionId }) => actionId)
}
