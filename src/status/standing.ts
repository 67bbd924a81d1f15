import type { Reader } from '../db/database.ts'
import { type Sql, arrayOf, sql } from '../db/sql.ts'
import type { Context } from '../live/context.ts'
import { rendered, renderedRow } from '../live/entries.ts'
import type { Snapshot } from '../live/draft.ts'
import type { Negotiation } from '../negotiation/negotiation.type.ts'
import type { Proposal } from '../negotiation/proposal.type.ts'
import type { Organization } from '../organization/organization.type.ts'
import { asOfSame } from '../record/entry.ts'
import type { Later } from '../record/later.ts'
import { type Counted, accepting, awaiting, derivePositions, deriveStatus, upTo } from './positions.rules.ts'
import type { NegotiationStatusUpdate, PartyPosition } from './status.type.ts'
import type { ProposalStatus } from './status.words.ts'

/** Greater than any sequence: "as of now". */
const NOW = 2_147_483_647

interface Key {
  readonly id: string
  readonly sequence: number
  /** As the record held it at this moment, if that is earlier than the sequence. */
  readonly moment: string | null
}

interface Standing {
  /** The sequence as of which this is; NOW for the present. */
  readonly sequence: number
  readonly parties: readonly { readonly organizationId: string; readonly role: string; readonly snapshot: Snapshot }[]
  readonly updates: readonly Counted[]
}

/** Whether the entry of the row `e` stood retracted as of a sequence. Most entries were never changed, and then nothing is looked up. */
function retractedAt(e: Sql, sequence: Sql): Sql {
  return sql`(${e}.version > 1 and (
    select c.kind from change c where c.entry_id = ${e}.id and c.sequence <= ${sequence} and c.kind <> 'REDACTED'
    order by c.sequence desc limit 1) = 'RETRACTED')`
}

/**
 * Rows `u` (status update) with `e` (its entry) that count as of a sequence: not retracted, and not corrected by one that is not retracted.
 * Updates never change, so their rows are true of every moment since they were added.
 */
function counting(sequence: Sql): Sql {
  return sql`e.number <= ${sequence} and not ${retractedAt(sql`e`, sequence)} and not exists (
    select 1 from negotiation_status_update x join entry xe on xe.id = x.id
    where x.corrects_id = u.id and xe.number <= ${sequence} and not ${retractedAt(sql`xe`, sequence)})`
}

/** Everything from which positions and statuses follow. One statement for all negotiations of the same tick. */
async function standings(reader: Reader, keys: readonly Key[]): Promise<readonly Standing[]> {
  const ids = keys.map(({ id }) => id)
  const sequences = keys.map(({ sequence }) => sequence)
  const moments = keys.map(({ moment }) => moment)
  const query = sql`
    select k.sequence,
      coalesce((
        select json_agg(json_build_object('organizationId', p.value->>'organizationId', 'role', p.value->>'role', 'snapshot', o.snapshot) order by p.place)
        from (select snapshot from change where entry_id = k.id and sequence <= k.sequence order by sequence desc limit 1) n
        cross join lateral json_array_elements(n.snapshot->'parties') with ordinality as p(value, place)
        cross join lateral (
          select snapshot from change where entry_id = (p.value->>'organizationId')::uuid and sequence <= k.sequence order by sequence desc limit 1) o
      ), '[]') as parties,
      coalesce((
        select json_agg(json_build_object('id', u.id, 'number', e.number, 'orderedAt', ${iso(sql`e.ordered_at`)},
          'effectiveOn', json_build_object('edtf', e.date_edtf, 'earliest', ${iso(sql`e.date_earliest`)}, 'latest', ${iso(sql`e.date_latest`)},
            'precision', e.date_precision, 'asReported', e.date_as_reported, 'inferred', e.date_inferred),
          'proposalId', u.proposal_id, 'proposalNumber', pe.number, 'partyId', u.counts_for_id, 'personId', u.person_id,
          'position', u.position, 'proposalStatus', u.proposal_status))
        from negotiation_status_update u join entry e on e.id = u.id left join entry pe on pe.id = u.proposal_id
        where u.negotiation_id = k.id and (u.position is not null or u.proposal_status is not null) and ${counting(sql`k.sequence`)}
      ), '[]') as updates
    from (
      select g.id, g.place, case when g.moment is null then g.sequence else
        least(g.sequence, coalesce((select c.sequence from change c where c.at <= g.moment order by c.at desc, c.sequence desc limit 1), 0)) end as sequence
      from unnest(${arrayOf(ids, sql`uuid`)}, ${arrayOf(sequences, sql`int`)}, ${arrayOf(moments, sql`timestamptz`)})
        with ordinality as g(id, sequence, moment, place)
    ) k order by k.place`
  return await reader.rows<Standing>(query, { prepared: true })
}

const iso = (instant: Sql): Sql => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

function standingOf(ctx: Context, negotiationId: string, asOf: number | null, moment: Date | null): Later<Standing> {
  return ctx.loading.load(
    standings,
    { id: negotiationId, sequence: asOf ?? NOW, moment: moment?.toISOString() ?? null },
    null,
  )
}

/** When a position is asked for. */
export interface PositionsAsked {
  readonly on?: string | null
  readonly asOf?: Date | null
}

/** Where each party stands on each proposal of a negotiation. */
export function positionsOf(
  ctx: Context,
  negotiation: Negotiation,
  asked: PositionsAsked,
): Promise<readonly PartyPosition[]> {
  const standing = standingOf(ctx, negotiation.id, negotiation.asOf, asked.asOf ?? null)
  return standing.map((found) => positionsFrom(found, asked))
}

/** Where each party stands on a proposal. */
export function positionsOn(
  ctx: Context,
  proposal: Proposal,
  asked: PositionsAsked,
): Promise<readonly PartyPosition[]> {
  const standing = standingOf(ctx, proposal.negotiationId, proposal.asOf, asked.asOf ?? null)
  return standing.map((found) => positionsFrom(found, asked).filter((position) => position.proposalId === proposal.id))
}

function positionsFrom({ sequence, parties, updates }: Standing, { on }: PositionsAsked): PartyPosition[] {
  const positions = derivePositions(
    upTo(updates, on ?? null),
    parties.map((party) => party.organizationId),
  )
  return asOfSame({ asOf: sequence === NOW ? null : sequence }, positions)
}

/** How far a proposal has come. */
export function statusOfProposal(ctx: Context, proposal: Proposal): Promise<ProposalStatus | null> {
  const standing = standingOf(ctx, proposal.negotiationId, proposal.asOf, null)
  return standing.map(({ updates }) => deriveStatus(updates, proposal.id))
}

/** The parties that accept a proposal, as they stand in the negotiation. */
export function acceptedBy(ctx: Context, proposal: Proposal): Promise<readonly Organization[]> {
  return partiesWho(ctx, proposal, accepting)
}

/** The parties from which an answer to a proposal is awaited, as they stand in the negotiation. */
export function awaitedFrom(ctx: Context, proposal: Proposal): Promise<readonly Organization[]> {
  return partiesWho(ctx, proposal, awaiting)
}

function partiesWho(ctx: Context, proposal: Proposal, which: typeof accepting): Promise<readonly Organization[]> {
  return standingOf(ctx, proposal.negotiationId, proposal.asOf, null).map(({ parties, updates }) => {
    const positions = derivePositions(updates, [])
    return which(parties, positions, proposal.id).map((party) => rendered<Organization>(party.snapshot, proposal.asOf))
  })
}

interface Asked {
  readonly id: string
  readonly asOf: number | null
}

/** The newest status update of a negotiation that counts; null when there is none. */
export function newestUpdate(ctx: Context, negotiation: Negotiation): Promise<NegotiationStatusUpdate | null> {
  return ctx.loading.load(newestUpdates, { id: negotiation.id, asOf: negotiation.asOf }, null)
}

function newestUpdates(reader: Reader, keys: readonly Asked[]): Promise<readonly (NegotiationStatusUpdate | null)[]> {
  const newest = sql`
    select u.id from negotiation_status_update u join entry e on e.id = u.id where u.negotiation_id = k.id and ${counting(sql`k.sequence`)}
    order by coalesce(e.ordered_at, '-infinity'::timestamptz) desc, e.number desc limit 1`
  return updatesFound(reader, keys, newest)
}

/** The update, not retracted, that corrects one; null when none does. */
export function correctionOf(ctx: Context, update: NegotiationStatusUpdate): Promise<NegotiationStatusUpdate | null> {
  return ctx.loading.load(correctionsById, { id: update.id, asOf: update.asOf }, null)
}

function correctionsById(reader: Reader, keys: readonly Asked[]): Promise<readonly (NegotiationStatusUpdate | null)[]> {
  const correction = sql`
    select x.id from negotiation_status_update x join entry xe on xe.id = x.id
    where x.corrects_id = k.id and xe.number <= k.sequence and not ${retractedAt(sql`xe`, sql`k.sequence`)} order by xe.number desc limit 1`
  return updatesFound(reader, keys, correction)
}

async function updatesFound(
  reader: Reader,
  keys: readonly Asked[],
  wanted: Sql,
): Promise<readonly (NegotiationStatusUpdate | null)[]> {
  const ids = keys.map(({ id }) => id)
  const sequences = keys.map(({ asOf }) => asOf ?? NOW)
  const query = sql`
    select k.place::int, c.snapshot
    from unnest(${arrayOf(ids, sql`uuid`)}, ${arrayOf(sequences, sql`int`)}) with ordinality as k(id, sequence, place)
    cross join lateral (${wanted}) f
    cross join lateral (select snapshot from change where entry_id = f.id and sequence <= k.sequence order by sequence desc limit 1) c`
  const rows = await reader.rows<{ place: number; snapshot: Snapshot }>(query, { prepared: true })
  const found = new Map(rows.map((row) => [row.place - 1, row.snapshot]))
  return keys.map((key, index) => {
    const snapshot = found.get(index)
    return snapshot ? renderedRow<NegotiationStatusUpdate>(snapshot, key.asOf) : null
  })
}
