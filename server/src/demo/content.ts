import type { Note, NoteColour, StampSign } from '@meydan/shared/documents/board/records'
import type { Action } from '@meydan/shared/documents/plan/records'
import type { BoardTemplateId } from '@meydan/shared/documents/templates/ids'
import type { Language } from '@meydan/shared/languages'
import type { DemoBetween } from './between-content.ts'
import type { Audience, FieldOfWork, OrganisationKind, SeatRole, Side } from '@meydan/shared/words'

export type DemoOrganisation = {
  key: string
  name: string
  kind: OrganisationKind
  side: Side
  fields: FieldOfWork[]
  languages: Language[]
  isHost?: true
}

export type DemoPerson = { key: string; name: string; organisation: string; language: Language }

export type DemoRoom = {
  key: string
  name: string
  purpose: string
  audience: Audience
  seats: Record<string, SeatRole>
  board: {
    title: string
    template: BoardTemplateId
    notes: DemoNote[]
    themes?: DemoTheme[]
    lines?: DemoLine[]
  }
  plan?: DemoPlan
  between?: DemoBetween
}

export type DemoPlan = {
  title: string
  /** Who wrote down what was decided. */
  author: string
  goals: { title: string; actions: DemoAction[] }[]
}

/** What an institution was asked about an action, `days` before the demonstration is made, and what became of it. */
export type DemoAsk = {
  by: string
  question: string
  days: number
  /** Days from then to the day it is to be answered by. */
  within: number
  answer?: { by: string; kind: 'accepted' | 'partly' | 'no'; reason?: string }
  /** What was said when it was done, and by whom of the asking side that was confirmed. */
  done?: { note: string; confirmedBy: string }
}

/** `days`: start and end, from the day the demonstration is made; organisations by their keys. */
export type DemoAction = Pick<Action, 'title' | 'status' | 'fields'> &
  Partial<Omit<Action, 'responsible' | 'supporting' | 'start' | 'due'>> & {
    responsible: string
    supporting?: string[]
    days: [start: number | null, due: number | null]
    checks?: string[]
    /** What it comes from: themes by their titles, notes by how they begin. */
    themes?: string[]
    notes?: string[]
    ask?: DemoAsk
  }

/** What is said of a note or theme beyond its words, and who reacted to it how. */
export type DemoNeed = Partial<Pick<Note, 'kind' | 'affected' | 'fields' | 'locality' | 'severity' | 'evidence'>> & {
  stamps?: readonly (readonly [person: string, sign: StampSign])[]
}

/** Author (key of a person), frame (position in its template), colour, words; the theme it is in, by its title. */
export type DemoNote = readonly [
  author: string,
  frame: number,
  colour: NoteColour,
  text: string,
  more?: DemoNeed & { theme?: string },
]

export type DemoTheme = { title: string; author: string; frame: number; colour: NoteColour } & DemoNeed

/** A connector between two themes, by their titles. */
export type DemoLine = { author: string; from: string; to: string; label: string }

/**
 * The demonstration programme: a needs workshop as municipalities and refugee-serving associations hold it.
 * The city is real, so that the places make sense; organisations, people and what they say are made up.
 */
export const programme = {
  name: 'Birlikte Planlayalım: ihtiyaç analizi atölyesi',
  city: 'Mersin',
  description: [
    'Gösteri programı: kurumlar, kişiler ve sözler kurgudur. Belediye, kaymakamlık ve il müdürlükleri ile mültecilerle çalışan dernekler ihtiyaçları aynı masada değerlendirir; her taraf önce kendi odasında hazırlanır, sonra ortak odada buluşur.',
    'برنامج توضيحي: المؤسسات والأشخاص والأقوال من نسج الخيال. تقيّم البلدية والقائمقامية والمديريات مع الجمعيات العاملة مع اللاجئين الاحتياجات على طاولة واحدة؛ يستعد كل طرف في غرفته أولاً ثم يلتقيان في الغرفة المشتركة.',
    'Demonstration programme: organisations, people and statements are fictional. A municipality, a district governorate and provincial directorates assess needs together with associations that work with refugees; each side prepares in its own room, then both meet in the joint one.',
  ].join('\n\n'),
}

export const organisations: DemoOrganisation[] = [
  {
    key: 'host',
    name: 'Kıyı Katılım ve Diyalog Merkezi',
    kind: 'other',
    side: 'neutral',
    fields: ['participation', 'capacity'],
    languages: ['tr', 'en', 'ar'],
    isHost: true,
  },
  {
    key: 'neighbours',
    name: 'Komşu Sofrası Dayanışma Derneği',
    kind: 'association',
    side: 'civil',
    fields: ['protection', 'legal'],
    languages: ['tr', 'ar'],
  },
  {
    key: 'jasmine',
    name: 'مبادرة بيت الياسمين – Yasemin Evi',
    kind: 'refugee_led',
    side: 'civil',
    fields: ['education', 'participation'],
    languages: ['ar', 'tr'],
  },
  {
    key: 'cooperative',
    name: 'Turunç Kadın Emeği Kooperatifi',
    kind: 'cooperative',
    side: 'civil',
    fields: ['livelihoods', 'gender_justice'],
    languages: ['tr', 'ar'],
  },
  {
    key: 'centre',
    name: 'Eski Hal Toplum Merkezi',
    kind: 'community_centre',
    side: 'civil',
    fields: ['psychosocial', 'health', 'education'],
    languages: ['tr', 'ar', 'en'],
  },
  {
    key: 'youth',
    name: 'Kırlangıç Çocuk ve Gençlik Vakfı',
    kind: 'foundation',
    side: 'civil',
    fields: ['education', 'protection'],
    languages: ['tr', 'en'],
  },
  {
    key: 'municipality',
    name: 'Büyükşehir Belediyesi Göç ve Uyum Birimi',
    kind: 'municipality',
    side: 'public',
    fields: ['participation', 'shelter'],
    languages: ['tr', 'ar'],
  },
  {
    key: 'governorate',
    name: 'Yenipınar Kaymakamlığı',
    kind: 'district_governorate',
    side: 'public',
    fields: ['protection', 'participation'],
    languages: ['tr'],
  },
  {
    key: 'migration',
    name: 'Göç İdaresi İl Müdürlüğü',
    kind: 'migration_directorate',
    side: 'public',
    fields: ['legal', 'protection'],
    languages: ['tr', 'ar', 'en'],
  },
  {
    key: 'social',
    name: 'Aile ve Sosyal Hizmetler İl Müdürlüğü',
    kind: 'social_services',
    side: 'public',
    fields: ['psychosocial', 'protection', 'gender_justice'],
    languages: ['tr'],
  },
  {
    key: 'employment',
    name: 'Çalışma ve İş Kurumu İl Müdürlüğü',
    kind: 'employment_agency',
    side: 'public',
    fields: ['livelihoods', 'capacity'],
    languages: ['tr'],
  },
]

export const people: DemoPerson[] = [
  { key: 'defne', name: 'Defne Aydoğan', organisation: 'host', language: 'tr' },
  { key: 'hasan', name: 'Hasan Kurtuluş', organisation: 'neighbours', language: 'tr' },
  { key: 'rima', name: 'ريما الحلاق', organisation: 'jasmine', language: 'ar' },
  { key: 'anas', name: 'أنس درويش', organisation: 'jasmine', language: 'ar' },
  { key: 'sultan', name: 'Sultan Yörük', organisation: 'cooperative', language: 'tr' },
  { key: 'claire', name: 'Claire Bennett', organisation: 'centre', language: 'en' },
  { key: 'nermin', name: 'Nermin Toprak', organisation: 'centre', language: 'tr' },
  { key: 'baris', name: 'Barış Eren', organisation: 'youth', language: 'tr' },
  { key: 'serkan', name: 'Serkan Altuğ', organisation: 'municipality', language: 'tr' },
  { key: 'gulay', name: 'Gülay Ersoy', organisation: 'governorate', language: 'tr' },
  { key: 'murat', name: 'Murat Işıklı', organisation: 'migration', language: 'tr' },
  { key: 'ayse', name: 'Ayşe Korkut', organisation: 'social', language: 'tr' },
  { key: 'emre', name: 'Emre Balkan', organisation: 'employment', language: 'tr' },
]
