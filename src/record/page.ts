import { ArgsType, Field, Int, ObjectType } from 'type-graphql'
import type { ClassType } from 'type-graphql'
import { COST } from './cost.ts'
import { Later } from './later.ts'
import { badUserInput } from './request-error.ts'

const MAX_PAGE = 100
/** How many a page has when nobody says. */
export const USUAL_PAGE = 20

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: USUAL_PAGE, description: 'How many, 1 to 100.' })
  readonly first?: number | null
  @Field(() => String, { nullable: true, description: 'Go on after this cursor of the same list.' })
  readonly after?: string | null
}

@ArgsType()
export class TwoWayPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start, 1 to 100; 20 when neither first nor last is given.',
  })
  readonly first?: number | null
  @Field(() => String, { nullable: true, description: 'Go on after this cursor of the same list.' })
  readonly after?: string | null
  @Field(() => Int, { nullable: true, description: 'How many from the end, 1 to 100. Not together with first.' })
  readonly last?: number | null
  @Field(() => String, { nullable: true, description: 'What stands before this cursor of the same list.' })
  readonly before?: string | null
}

/** Which part of a list is asked for: `count` rows, from the end when `backwards`, between two cursors. */
export interface PageRequest {
  readonly count: number
  readonly backwards: boolean
  readonly after: string | null
  readonly before: string | null
}

/** @throws BAD_USER_INPUT when a number is out of range, or first and last are both given. */
export function pageRequest(args: PageArgs | TwoWayPageArgs, fallback = USUAL_PAGE): PageRequest {
  const last = 'last' in args ? (args.last ?? null) : null
  const before = 'before' in args ? (args.before ?? null) : null
  const first = args.first ?? null
  if (first !== null && last !== null) throw badUserInput('Give first or last, not both.')
  for (const [name, count] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (count !== null && (count < 1 || count > MAX_PAGE))
      throw badUserInput(`${name} takes 1 to ${String(MAX_PAGE)}; ${String(count)} was given.`)
  }
  return { count: last ?? first ?? fallback, backwards: last !== null, after: args.after ?? null, before }
}

/** Where a row stands in an ordered list: its order key as PostgreSQL prints it (null where the order is by number alone), and its number. */
export interface Place {
  readonly key: string | null
  readonly number: number
}

/** A list cursor. It says of which list and order it is, so that it cannot be taken for one of another. */
export function placeCursor(list: string, place: Place): string {
  return Buffer.from(JSON.stringify([list, place.key, place.number])).toString('base64url')
}

/** SQL type of what a list is ordered by before the number; none where it is ordered by number alone. */
export type KeyType = 'none' | 'timestamptz' | 'text' | 'float8'

/** As PostgreSQL prints them: instants in UTC, ranks as numbers that are not negative. */
const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/
const RANK = /^\d{1,20}(?:\.\d{1,20})?(?:e[+-]\d\d)?$/
const MAX_NUMBER = 2_147_483_647

/** @throws BAD_USER_INPUT when the cursor is not one of this list in this order, or somebody made it: the database would choke on it. */
export function placeOf(list: string, cursor: string, type: KeyType): Place {
  const wrong = badUserInput('This cursor is not one of this list in this order; take endCursor of its last page.')
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw wrong
  }
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== list) throw wrong
  const [, key, number] = parts as unknown[]
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > MAX_NUMBER) throw wrong
  if (type === 'none' && key === null) return { key, number }
  if (type !== 'none' && typeof key === 'string' && KEYS[type](key)) return { key, number }
  throw wrong
}

/** Whether a text can be a key of the type. */
const KEYS: Readonly<Record<Exclude<KeyType, 'none'>, (key: string) => boolean>> = {
  text: (key) => !key.includes('\0'),
  float8: (key) => key === '0' || (RANK.test(key) && Number(key) > 0),
  timestamptz: (key) => key === 'infinity' || key === '-infinity' || (INSTANT.test(key) && isInstant(key)),
}

/** The form alone would let 31 February through. */
function isInstant(key: string): boolean {
  const at = new Date(`${key.slice(0, 10)}T${key.slice(11, -3)}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(key.slice(0, 10)) && !key.startsWith('0000')
}

@ObjectType({ description: 'Where a page stands in its list (Relay).', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'More follows after this page.' })
  readonly hasNextPage!: boolean
  @Field(() => Boolean, { description: 'Something stands before this page.' })
  readonly hasPreviousPage!: boolean
  @Field(() => String, { nullable: true, description: 'Cursor of the first item; null on an empty page.' })
  readonly startCursor!: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item, to go on with after; null on an empty page.',
  })
  readonly endCursor!: string | null
}

/** One item of a page. */
export interface Edge<Item> {
  readonly cursor: string
  readonly node: Item
}

/** A page that has been read. */
export interface Page<Item> {
  readonly edges: readonly Edge<Item>[]
  readonly pageInfo: PageInfo
}

/** A list as the schema shows it: each part is read when it is asked for, the page at most once. */
export interface Connection<Item> {
  readonly edges: () => Promise<readonly Edge<Item>[]>
  readonly nodes: () => Promise<readonly Item[]>
  readonly pageInfo: () => Promise<PageInfo>
  readonly totalCount: () => Promise<number>
}

/** Reads the page at the first of edges, nodes and pageInfo, and the count only if it is asked for. */
export function connection<Item>(read: () => Promise<Page<Item>>, count: () => Promise<number>): Connection<Item> {
  let page: Later<Page<Item>> | undefined
  const once = () => (page ??= Later.from(read()))
  return {
    edges: () => once().map(({ edges }) => edges),
    nodes: () => once().map(({ edges }) => edges.map((edge) => edge.node)),
    pageInfo: () => once().map(({ pageInfo }) => pageInfo),
    totalCount: count,
  }
}

/** Most readers ask for no cursor, or for one of a page: each is made when it is asked for. */
class ListEdge<Item> implements Edge<Item> {
  readonly node: Item
  readonly #list: string
  readonly #place: Place

  constructor(list: string, place: Place, node: Item) {
    this.node = node
    this.#list = list
    this.#place = place
  }

  get cursor(): string {
    return placeCursor(this.#list, this.#place)
  }
}

/** A page of rows of which one more than asked was read, in the order in which they were read. */
export function pageOf<Row extends Place, Item>(
  list: string,
  request: PageRequest,
  rows: readonly Row[],
  item: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, request.count)
  if (request.backwards) kept.reverse()
  const edges = kept.map((row) => new ListEdge(list, row, item(row)))
  const more = rows.length > request.count
  return {
    edges,
    pageInfo: {
      hasNextPage: request.backwards ? request.before !== null : more,
      hasPreviousPage: request.backwards ? more : request.after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null
      },
    },
  }
}

/** The classes `<Name>Edge` and `<Name>Connection` of the schema (Relay). */
export function connectionType(name: string, node: () => ClassType | object): ClassType<Connection<unknown>> {
  @ObjectType(`${name}Edge`, { description: `One item of a page of ${name}.`, simpleResolvers: true })
  class NamedEdge {
    @Field(() => String, { description: 'Its place in the list, for after and before.' })
    readonly cursor!: string
    @Field(node, { description: 'The item.' })
    readonly node!: unknown
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${name}.`, simpleResolvers: true })
  class NamedConnection implements Connection<unknown> {
    @Field(() => [NamedEdge], { description: 'The items with their cursors.' })
    readonly edges!: () => Promise<readonly Edge<unknown>[]>
    @Field(() => [node()], { description: 'The items.' })
    readonly nodes!: () => Promise<readonly unknown[]>
    @Field(() => PageInfo, { description: 'Where the page stands in the list.' })
    readonly pageInfo!: () => Promise<PageInfo>
    @Field(() => Int, {
      complexity: COST.count,
      description: 'How many the whole list holds. Counted only when asked for: one more SQL statement.',
    })
    readonly totalCount!: () => Promise<number>
  }
  return NamedConnection
}
