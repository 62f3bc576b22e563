import { askMailWith } from '@meydan/server/features/answers/ask-mail'
import { remindAll } from '@meydan/server/features/reminders/remind-all'
import { anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'

/** An app with a room in it, whose reminders run when a test says so and by its clock. */
export async function startReminding() {
  const { api, setTime: setApiTime } = await startTimedApi()
  let now = new Date(`${TODAY}T09:00:00Z`)
  const clock = () => now
  const setTime = (time: string) => {
    setApiTime(time)
    now = new Date(time.includes('T') ? time : `${time}T09:00:00Z`)
  }
  const logged: string[] = []
  const note = (details: object, text: string) => void logged.push(JSON.stringify({ ...details, text }))
  const log = { info: note, error: note }
  const { db, config } = api
  const run = () => remindAll({ db, config, clock, log, askMail: askMailWith({ config, clock }) })
  /** To a day, on which two nodes run at the same moment, and one of them again. */
  const moveTo = async (day: string) => {
    setTime(day)
    const runs = [...(await Promise.all([run(), run()])), await run()]
    if (runs.some(({ failed }) => failed > 0)) throw new Error(logged.join('\n'))
    return runs.reduce((sum, { mails }) => sum + mails, 0)
  }
  return { api, room: await anAskingRoom(api), setTime, moveTo, run, logged, clock }
}
export type Reminding = Awaited<ReturnType<typeof startReminding>>
