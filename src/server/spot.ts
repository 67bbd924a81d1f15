import type { PlannedField, Shape } from './plan.ts'

/** What holds parts of an answer: an object by name, a list by number. */
export type Holder = Record<string | number, unknown>

/** Where in an answer a value belongs: a field of an object, or an item of a list. */
export class Spot {
  /** Whether an error has taken it out of the answer: what is still read below it is of no use. */
  gone = false
  /** Of an item, the field of its list. */
  readonly field: PlannedField
  readonly shape: Shape
  readonly holder: Holder
  readonly key: string | number
  /** The object or list around it; null at the root. */
  readonly parent: Spot | null

  constructor(field: PlannedField, shape: Shape, holder: Holder, key: string | number, parent: Spot | null) {
    this.field = field
    this.shape = shape
    this.holder = holder
    this.key = key
    this.parent = parent
  }
}

/** Whether it, or what is around it, was taken out of the answer. */
export function isGone(spot: Spot | null): boolean {
  for (let each = spot; each; each = each.parent) if (each.gone) return true
  return false
}

/** The way to it, as errors tell it. */
export function pathOf(spot: Spot): (string | number)[] {
  const path: (string | number)[] = []
  for (let each: Spot | null = spot; each; each = each.parent) path.push(each.key)
  return path.reverse()
}
