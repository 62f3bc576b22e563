import type { Language } from '@meydan/shared/languages'
import type { FieldOfWork, OrganisationKind } from '@meydan/shared/words'

/** Names the test seed picks from: each language we speak, letters outside ASCII, a zero-width non-joiner. */
export const personNames: { name: string; language: Language }[] = [
  { name: 'İlknur Şahin', language: 'tr' },
  { name: 'Ömer Çağlayan', language: 'tr' },
  { name: 'Işıl Gündoğdu', language: 'tr' },
  { name: 'سلمى الخطيب', language: 'ar' },
  { name: 'يوسف قاسم', language: 'ar' },
  { name: 'Hêvîn Azad', language: 'ar' },
  { name: 'علی‌رضا رستمی', language: 'en' },
  { name: 'Grace Okonkwo', language: 'en' },
  { name: 'Jürgen Weiß', language: 'de' },
  { name: 'Søren Ærø', language: 'da' },
  { name: 'Itziar Etxeberria', language: 'eu' },
  { name: 'Bo Li', language: 'en' },
]

export type SeedOrganisation = { name: string; kind: OrganisationKind; fields: FieldOfWork[]; languages: Language[] }

export const hosts: SeedOrganisation[] = [
  { name: 'Köprü Katılım Merkezi', kind: 'other', fields: ['participation'], languages: ['tr', 'en'] },
  { name: 'Sivil Diyalog Ofisi', kind: 'other', fields: ['capacity'], languages: ['tr', 'ar'] },
]

export const civil: SeedOrganisation[] = [
  { name: 'Mahalle Dayanışma Derneği', kind: 'association', fields: ['protection'], languages: ['tr', 'ar'] },
  { name: 'جمعية الأمل للنساء', kind: 'refugee_led', fields: ['gender_justice'], languages: ['ar'] },
  { name: 'Çınar Kadın Kooperatifi', kind: 'cooperative', fields: ['livelihoods'], languages: ['tr'] },
  { name: 'Gençlik ve Oyun Vakfı', kind: 'foundation', fields: ['education'], languages: ['tr', 'en'] },
]

export const institutions: SeedOrganisation[] = [
  { name: 'Büyükşehir Belediyesi', kind: 'municipality', fields: ['shelter'], languages: ['tr'] },
  { name: 'İlçe Kaymakamlığı', kind: 'district_governorate', fields: ['participation'], languages: ['tr'] },
  { name: 'Göç İdaresi Müdürlüğü', kind: 'migration_directorate', fields: ['legal'], languages: ['tr', 'ar'] },
  { name: 'Sosyal Hizmet Merkezi', kind: 'social_services', fields: ['psychosocial'], languages: ['tr'] },
]

export const others: SeedOrganisation[] = [
  { name: 'Göç Araştırmaları Kürsüsü', kind: 'academia', fields: ['capacity'], languages: ['tr', 'en'] },
  { name: 'Nordic Fund for Dialogue', kind: 'donor', fields: ['participation'], languages: ['en', 'da'] },
]

export const cities = ['Mersin', 'İzmir', 'Şanlıurfa', 'Aarhus', 'Donostia', 'Köln']
