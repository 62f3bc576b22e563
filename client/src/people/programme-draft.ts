import type { Programme } from '@meydan/shared/contracts/programmes'

/** A programme while it is being typed: its cities are one line. */
export type ProgrammeDraft = { name: string; description: string; cities: string }

export function emptyProgramme(): ProgrammeDraft {
  return { name: '', description: '', cities: '' }
}

export function programmeDraftOf({ name, description, cities }: Programme): ProgrammeDraft {
  return { name, description, cities: cities.join(', ') }
}

/** As the server takes it. The Arabic comma separates like ours. */
export function programmeOf({
  name,
  description,
  cities,
}: ProgrammeDraft): Omit<ProgrammeDraft, 'cities'> & { cities: string[] } {
  const separate = cities.split(/[,،;\n]/).map((city) => city.trim())
  return { name, description, cities: separate.filter(Boolean) }
}
