import { v7 } from 'uuid'

const FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A new id. They grow with time, so that rows of one time lie together. */
export function newId(): string {
  return v7()
}

/** Whether this can be the id of an entry at all; anything else names nothing. */
export function isId(given: unknown): given is string {
  return typeof given === 'string' && FORM.test(given)
}
