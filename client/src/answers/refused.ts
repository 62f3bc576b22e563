import { ApiError } from '../api.ts'

/** What a form would be refused for is said before it is sent, in the way the server says it. */
export function refuse(...fields: { path: string; problem: string }[]): void {
  if (fields.length > 0) throw new ApiError('invalid', fields)
}
