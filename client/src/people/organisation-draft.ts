import type { NewOrganisation, Organisation } from '@meydan/shared/contracts/programmes'

/** An organisation while it is being typed: an empty city is an empty field, not null. */
export type OrganisationDraft = Omit<NewOrganisation, 'city'> & { city: string }

export function emptyOrganisation(name = ''): OrganisationDraft {
  return { name, kind: 'association', side: 'civil', city: '', fields: [], languages: [] }
}

export function draftOf(organisation: Organisation): OrganisationDraft {
  const { name, kind, side, city, fields, languages } = organisation
  return { name, kind, side, city: city ?? '', fields, languages }
}

/** As the server takes it. */
export function organisationOf(draft: OrganisationDraft): NewOrganisation {
  return { ...draft, city: draft.city.trim() || null }
}
