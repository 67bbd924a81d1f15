import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type BoardNegotiation, type Cell, type MatrixRow, matrixOf } from '../board/standing.ts'
import { WORDS, positionName, proposalState, shortened } from '../board/words.ts'
import { Glyph, toneOf } from './glyph.tsx'
import { Chip, DateOf, Quotation, Section, type Site } from './parts.tsx'

type Held = Cell['persons'][number]
/** What fits a cell; the entry has the rest. */
const CELL_CHARACTERS = 180
/** Up to so many parties have columns of one width; more get what they need, and the table scrolls. */
const EQUAL_COLUMNS = 5

/** Who stands where, since when, and says who. */
export function Positions({
  negotiation,
  site,
}: {
  readonly negotiation: BoardNegotiation
  readonly site: Site
}): JSX.Element {
  const matrix = matrixOf(negotiation)
  if (matrix.rows.length === 0)
    return (
      <Section id="positions" title="Who stands where">
        <p class="empty">No proposal has been recorded yet.</p>
      </Section>
    )
  return (
    <Section id="positions" title="Who stands where" note="Each position opens the statement or step that it rests on.">
      <div class="matrix-frame" tabIndex={0} role="region" aria-label="Who stands where, as a table">
        <table class={matrix.parties.length > EQUAL_COLUMNS ? 'matrix' : 'matrix equal'}>
          <caption class="hidden">Where each party stands on each proposal</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">Proposal</span>
              </th>
              {matrix.parties.map(({ id, name }) => (
                <th key={id} scope="col">
                  <a href={`/e/${id}`}>
                    <bdi>{name}</bdi>
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map((row, index) => (
              <Row key={row.proposal.id} row={row} lead={index === 0} site={site} />
            ))}
          </tbody>
        </table>
      </div>
      <Key />
    </Section>
  )
}

function Row({
  row,
  lead,
  site,
}: {
  readonly row: MatrixRow
  readonly lead: boolean
  readonly site: Site
}): JSX.Element {
  const { proposal } = row
  return (
    <tr class={lead ? 'lead' : undefined}>
      <th scope="row">
        <a class="proposal" href={`/e/${proposal.id}`}>
          <bdi>{proposal.name}</bdi>
        </a>
        {proposal.status != null && <p class="meta">{proposalState(proposal.status)}</p>}
      </th>
      {row.cells.map((cell) => (
        <PartyCell key={cell.party.id} cell={cell} site={site} />
      ))}
    </tr>
  )
}

function PartyCell({ cell, site }: { readonly cell: Cell; readonly site: Site }): JSX.Element {
  return (
    <td class={`cell ${toneOf(cell.own?.position ?? null)}`}>
      <div class="cell-party" aria-hidden="true">
        <bdi>{cell.party.name}</bdi>
      </div>
      <div class="cell-body">
        {cell.own ? <Stand held={cell.own} site={site} /> : <NoStand />}
        {cell.persons.map((held) => (
          <Stand key={held.statusUpdate.number} held={held} site={site} />
        ))}
      </div>
    </td>
  )
}

function NoStand(): JSX.Element {
  return (
    <p class="position none">
      <Glyph position={null} /> <span>{WORDS.noStatement}</span>
    </p>
  )
}

function Stand({ held, site }: { readonly held: Held; readonly site: Site }): JSX.Element {
  const { position, person, statusUpdate, since } = held
  // A quote of a few words among an editor's says too little by itself.
  const said = statusUpdate.evidenceStatements.find(
    ({ quoteType, quotes }) => quoteType === 'DIRECT' && quotes.some(({ verified }) => verified),
  )
  const words = said?.quotes.find(({ verified }) => verified)?.exact
  return (
    <div class="stand">
      {person && (
        <p class="stand-person">
          <a href={`/e/${person.id}`}>
            <bdi>{person.name}</bdi>
          </a>
        </p>
      )}
      <p class={`position ${toneOf(position)}`}>
        <Glyph position={position} /> <strong>{positionName(position)}</strong>
      </p>
      {said && words !== undefined ? (
        <Quotation class="cell-quote" words={shortened(words, CELL_CHARACTERS)} language={said.language} />
      ) : (
        <p class="cell-words" dir="auto">
          {shortened(statusUpdate.summary, CELL_CHARACTERS)}
        </p>
      )}
      <p class="cell-meta">
        {said?.speaker && (
          <>
            <bdi>{said.speaker.name}</bdi>,{' '}
          </>
        )}
        <DateOf date={statusUpdate.date} site={site} /> <Chip number={said?.number ?? statusUpdate.number} />
      </p>
      {since.edtf !== statusUpdate.date.edtf && (
        <p class="cell-meta">Stands there since {dateWords(since, site.zone)}</p>
      )}
    </div>
  )
}

const KEY = [
  ...['PROPOSES', 'ACCEPTS', 'UNDER_REVIEW', 'ACCEPTS_WITH_CONDITIONS', 'LEANS_ACCEPT', 'LEANS_REJECT', 'REJECTS'],
  ...['COUNTER_PROPOSES'],
]

function Key(): JSX.Element {
  return (
    <ul class="key" aria-label="Signs">
      {KEY.map((position) => (
        <li key={position} class={toneOf(position)}>
          <Glyph position={position} /> {positionName(position)}
        </li>
      ))}
      <li class="none">
        <Glyph position={null} /> {WORDS.noStatement}
      </li>
    </ul>
  )
}
