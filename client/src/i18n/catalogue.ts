import type english from './en.json'

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`
}[keyof T & string]

/** Every key of the catalogues, dotted. English is the catalogue the others are checked against. */
export type MessageKey = Leaves<typeof english>

export type MessageValues = Record<string, string | number | Date>
