import type { Outcome } from './edit.ts'

/** The outcome of a mutation as its payload; `field` is where the entry goes. */
export function payload<Payload extends object>(
  field: Exclude<keyof Payload, 'errors' | 'cursor'>,
  { entry, errors, cursor }: Outcome,
): Payload {
  // Each mutation writes one type of entry, and its payload names it.
  return { [field]: entry, errors, cursor } as Payload
}
