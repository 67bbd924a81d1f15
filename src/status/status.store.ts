import { sql } from '../db/sql.ts'
import { type FeedRoot, cursorsOf, followLog } from '../live/change.store.ts'
import type { FeedArgs } from '../live/change.type.ts'
import { all, given, givenId, idOf, restricts } from '../live/conditions.ts'
import type { Context } from '../live/context.ts'
import { type Outcome, add, mutate } from '../live/edit.ts'
import { below, listBelow, listEntries, rendered } from '../live/entries.ts'
import { PARTS, partsOf } from '../live/hierarchy.ts'
import type { Follower } from '../live/follower.ts'
import type { Log } from '../live/log.ts'
import { oldestFirst } from '../live/order.ts'
import { isPast, listPast } from '../live/past.ts'
import { type Selection, belonging, selectionOf } from '../live/selection.ts'
import { refuseFilter } from '../event/event.store.ts'
import type { Negotiation } from '../negotiation/negotiation.type.ts'
import { type Connection, type TwoWayPageArgs, pageRequest } from '../record/page.ts'
import { statusKind } from './status.kind.ts'
import type { AddNegotiationStatusUpdateInput, NegotiationStatusItem, NegotiationStatusUpdate } from './status.type.ts'
import type { StatusUpdateKind } from './status.words.ts'

/** Adds a status update. */
export function addNegotiationStatusUpdate(ctx: Context, input: AddNegotiationStatusUpdateInput): Promise<Outcome> {
  return mutate(ctx, 'addNegotiationStatusUpdate', input, (tx, editor) => add(tx, statusKind, input, editor))
}

/** Which status updates are asked for. */
export interface StatusUpdatesAsked {
  readonly kind?: readonly StatusUpdateKind[] | null
  readonly partyId?: string | null
  readonly proposalId?: string | null
}

const only = ({ kind, partyId, proposalId }: StatusUpdatesAsked): StatusUpdatesAsked => ({ kind, partyId, proposalId })

const found = (asked: StatusUpdatesAsked): Selection =>
  selectionOf(['NEGOTIATION_STATUS_UPDATE'], {
    where: all(
      given(asked.kind, (kinds) => sql`v.kind = any(${kinds}::status_update_kind[])`),
      givenId(asked.partyId, (id) => sql`v.party_id in (${partsOf(PARTS.organization, id)})`),
      givenId(asked.proposalId, (id) => sql`v.proposal_id = ${id}`),
    ),
    join: sql`join negotiation_status_update v on v.id = e.id`,
  })

const list = { list: 'statusUpdates', order: oldestFirst, merged: true }

/** Status updates of one negotiation or of all, oldest first. Corrected ones are among them, retracted ones not. */
export function findStatusUpdates(
  ctx: Context,
  negotiationId: string | null,
  asked: StatusUpdatesAsked,
  page: TwoWayPageArgs,
): Connection<NegotiationStatusUpdate> {
  return listEntries(ctx, { ...list, selection: belonging(found(asked), idOf(negotiationId)) }, pageRequest(page))
}

const ofNegotiation = below<StatusUpdatesAsked>((asked) => ({
  ...list,
  selection: found(asked),
  prepared: !restricts(asked),
  of: belonging,
}))

/** As findStatusUpdates, below a negotiation; of one of the past, those of then. @throws BAD_USER_INPUT for a filter in the past */
export function statusUpdatesOf(
  ctx: Context,
  negotiation: Negotiation,
  asked: StatusUpdatesAsked,
  page: TwoWayPageArgs,
): Connection<NegotiationStatusUpdate> {
  if (!isPast(negotiation)) return listBelow(ctx, ofNegotiation, negotiation, only(asked), pageRequest(page))
  refuseFilter('statusUpdates', only(asked))
  return listPast(
    ctx,
    negotiation,
    { list: 'statusUpdates', types: ['NEGOTIATION_STATUS_UPDATE'], order: oldestFirst },
    pageRequest(page),
  )
}

/** Follows the status updates of one negotiation or of all: as they are added, and again when one is retracted or reinstated. */
export function followStatusUpdates(
  ctx: Context,
  args: FeedArgs & { readonly negotiationId?: string | null },
): Promise<Follower> {
  return followLog(ctx, { entryTypes: ['NEGOTIATION_STATUS_UPDATE'], negotiationId: args.negotiationId }, args)
}

/** A step of the feed as an item. */
export function statusItem(log: Log, step: FeedRoot): NegotiationStatusItem {
  const { change } = step
  const statusUpdate = change && rendered<NegotiationStatusUpdate>(change.snapshot, change.sequence)
  return { ...cursorsOf(log, step), statusUpdate }
}
