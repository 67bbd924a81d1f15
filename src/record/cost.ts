import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  isInterfaceType,
  isIntrospectionType,
} from 'graphql'

/**
 * What a field costs beyond its own place in the answer, where that is not the 1 of an object or the twentieth of a plain field. The unit is
 * about the work of reading and rendering one entry. Given to a field as `complexity`.
 */
export const COST = {
  /** A page below an entry: its share of a statement that reads the pages of all such entries. */
  page: 5,
  /** A page of the whole record: a statement of its own, that may have to look far. */
  list: 20,
  /** Counting what the whole list holds. */
  count: 3,
  /** What is derived from all status updates of a negotiation. */
  derived: 3,
  /** Cutting the words out of all texts of a hit. */
  highlight: 3,
  /** Looking up where a passage stands. */
  paragraph: 1,
  /** A stored text has up to 2,000,000 characters. */
  text: 100,
  /** Full text, or counting, over the whole record. */
  sweep: 100,
  /** A change of the record: a transaction. */
  change: 50,
} as const

/** A plain field counts as one part of this many of an object: its value is at hand. */
export const PLAIN_IN_ONE = 20

/** How many items a list without a page is taken to hold, unless `listSize` of the field says otherwise. */
export const ASSUMED_ITEMS = 3

/** As far as costs go, the same for every field. */
export type AnyField = GraphQLField<unknown, unknown>

/** What one occurrence of the field costs, what is selected below it not counted; in twentieths. */
export function weightOf(field: AnyField): number {
  const given = field.extensions['complexity']
  if (typeof given === 'number') return given * PLAIN_IN_ONE
  const type = getNamedType(field.type)
  // What the schema says of itself is at hand too.
  return isLeafType(type) || isIntrospectionType(type) ? 1 : PLAIN_IN_ONE
}

/** Whether a page is asked for: the arguments say how many items. */
export const isPaged = (field: AnyField): boolean => field.args.some(({ name }) => name === 'first')

/** Gives every page its cost, and says in the description of each field what it costs where that is not the usual. */
export function describeCosts(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (isPaged(field)) {
        const complexity = type === schema.getQueryType() ? COST.list : COST.page
        field.extensions = { complexity, ...defined(field.extensions) }
      }
      if (type === schema.getMutationType())
        field.extensions = { complexity: COST.change, ...defined(field.extensions) }
      const { complexity, listSize } = field.extensions
      const said = [
        ...(typeof complexity === 'number' ? [`Cost ${String(complexity)}.`] : []),
        ...(typeof listSize === 'number' ? [`Counts as ${String(listSize)} items unless told how many.`] : []),
      ]
      if (said.length > 0) field.description = [field.description, ...said].join(' ')
    }
  }
}

/** type-graphql sets complexity to undefined where none is given. */
const defined = (extensions: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(extensions).filter(([, value]) => value !== undefined))

/** Whether the field itself is a list. */
export const isList = (field: AnyField): boolean => isListType(getNullableType(field.type))
