import {
  BadgeHelp,
  ChartColumnBig,
  Gavel,
  Hand,
  ListChecks,
  MessageSquareReply,
  MessagesSquare,
  PenLine,
  Presentation,
  Table2,
  Video,
} from '@lucide/vue'
import { type Component, defineAsyncComponent } from 'vue'
import { knownTables } from './workshop/my-table.ts'
import { moreWords, type WordPart } from './i18n/index.ts'
import type { RoomPart, RoomParts } from './workshop/parts.ts'

/** A part comes with its words: without a network, with those that are here. */
const part = (load: () => Promise<{ default: Component }>, words: WordPart = 'parts'): Component =>
  defineAsyncComponent(async () => {
    await moreWords(words).catch(() => {})
    return load()
  })

const panels: readonly RoomPart[] = [
  {
    id: 'agenda',
    label: 'agenda.title',
    icon: ListChecks,
    panel: part(() => import('./features/agenda/AgendaPanel.vue')),
    // Also where a link led to a meeting that is over, or was cancelled.
    isShown: ({ may, current, panel }) =>
      may('meeting.lead') ||
      Boolean(current.data.value?.meeting) ||
      Boolean(current.data.value?.next) ||
      panel.value === 'agenda',
  },
  {
    id: 'writing',
    label: 'writing.title',
    icon: PenLine,
    panel: part(() => import('./features/writing/WritingPanel.vue')),
    // Also between the steps: what one wrote can be read until it is revealed, and revealed by hand.
    isShown: ({ meeting, step }) =>
      step.value?.mode === 'write' ||
      step.value?.mode === 'reveal' ||
      (meeting.value?.steps.some(({ mode, startedAt }) => mode === 'write' && startedAt !== null) ?? false),
  },
  {
    id: 'votes',
    label: 'votes.title',
    icon: ChartColumnBig,
    panel: part(() => import('./features/votes/VotesPanel.vue')),
    isShown: ({ may }) => may('vote.view'),
  },
  {
    id: 'tables',
    label: 'tables.title',
    icon: Table2,
    panel: part(() => import('./features/tables/TablesPanel.vue')),
    isShown: ({ may, meeting }) => may('table.manage') || meeting.value !== null || knownTables.value.size > 0,
  },
  {
    id: 'voice',
    label: 'voice.title',
    icon: Hand,
    panel: part(() => import('./features/voice/VoicePanel.vue')),
    isShown: ({ meeting }) => meeting.value !== null,
  },
  {
    id: 'questions',
    label: 'questions.title',
    icon: BadgeHelp,
    panel: part(() => import('./features/questions/QuestionsPanel.vue')),
    isShown: ({ room }) => room.value.archivedAt === null,
  },
  {
    id: 'threads',
    label: 'threads.title',
    icon: MessagesSquare,
    panel: part(() => import('./features/threads/ThreadsPanel.vue')),
    isShown: ({ may }) => may('thread.view'),
  },
  {
    id: 'decisions',
    label: 'decisions.title',
    icon: Gavel,
    panel: part(() => import('./features/decisions/DecisionsPanel.vue')),
    isShown: ({ may }) => may('decision.view'),
  },
  {
    id: 'answers',
    label: 'answers.title',
    icon: MessageSquareReply,
    panel: part(() => import('./features/answers/AnswersPanel.vue'), 'plan'),
    isShown: ({ may }) => may('answer.view'),
  },
  {
    id: 'lead',
    label: 'stage.title',
    icon: Presentation,
    panel: part(() => import('./features/stage/LeadPanel.vue')),
    isShown: ({ may }) => may('stage.direct'),
  },
  {
    id: 'call',
    label: 'call.title',
    icon: Video,
    panel: part(() => import('./features/arrivals/CallPanel.vue')),
    isShown: ({ room }) => room.value.call !== null,
  },
]

/** With router.ts the only places that know all features. */
export const roomParts: RoomParts = {
  panels,
  arrivals: part(() => import('./features/arrivals/ArrivalsList.vue')),
  banner: part(() => import('./features/agenda/StepBanner.vue')),
  leadBar: part(() => import('./features/agenda/LeadBar.vue')),
  overlays: [
    part(() => import('./features/voice/VoiceOverlay.vue')),
    part(() => import('./features/tables/TablesOverlay.vue')),
    part(() => import('./features/threads/ThreadsSending.vue')),
    part(() => import('./features/room-home/RoomNews.vue'), 'later'),
  ],
  said: [
    part(() => import('./features/stage/StageOverlay.vue')),
    part(() => import('./features/arrivals/ArrivalsNotice.vue')),
  ],
  fromBoard: defineAsyncComponent(async () => {
    await moreWords('plan').catch(() => {})
    return import('./features/plan/from/FromBoardDialog.vue')
  }),
  links: part(() => import('./features/shared-links/LinksDialog.vue'), 'later'),
  ended: part(() => import('./features/summary/EndedNotice.vue')),
}
