import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type BoardNegotiation, type Cell, type MatrixRow, matrixOf } from '../board/standing.ts'
import type { Site } from '../board/site.ts'
import { nameIn, shortened } from '../board/text.ts'
import { Glyph, toneOf } from './glyph.tsx'
import { Chip, DateOf, Quotation, Section } from './parts.tsx'

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
  const words = site.words.positions
  if (matrix.rows.length === 0)
    return (
      <Section id="positions" title={words.title}>
        <p class="empty">{words.none}</p>
      </Section>
    )
  return (
    <Section id="positions" title={words.title} note={words.note}>
      <div class="matrix-frame" tabIndex={0} role="region" aria-label={words.region}>
        <table class={matrix.parties.length > EQUAL_COLUMNS ? 'matrix' : 'matrix equal'}>
          <caption class="hidden">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">{words.proposal}</span>
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
      <Key site={site} />
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
        {proposal.status != null && (
          <p class="meta">{nameIn(site.words.vocabularies.proposalStates, proposal.status)}</p>
        )}
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
        {cell.own ? <Stand held={cell.own} site={site} /> : <NoStand site={site} />}
        {cell.persons.map((held) => (
          <Stand key={held.statusUpdate.number} held={held} site={site} />
        ))}
      </div>
    </td>
  )
}

function NoStand({ site }: { readonly site: Site }): JSX.Element {
  return (
    <p class="position none">
      <Glyph position={null} /> <span>{site.words.positions.noStatement}</span>
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
        <Glyph position={position} /> <strong>{nameIn(site.words.positions.names, position)}</strong>
      </p>
      {said && words !== undefined ? (
        <Quotation
          {...{ class: 'cell-quote', words: shortened(words, CELL_CHARACTERS), language: said.language, site }}
        />
      ) : (
        <p class="cell-words" dir="auto">
          {shortened(statusUpdate.summary, CELL_CHARACTERS)}
        </p>
      )}
      <p class="cell-meta">
        {said?.speaker && (
          <>
            <bdi>{said.speaker.name}</bdi>
            {site.words.comma}
          </>
        )}
        <DateOf date={statusUpdate.date} site={site} />{' '}
        <Chip number={said?.number ?? statusUpdate.number} site={site} />
      </p>
      {since.edtf !== statusUpdate.date.edtf && (
        <p class="cell-meta">{site.words.positions.since(dateWords(since, site))}</p>
      )}
    </div>
  )
}

const KEY = [
  ...['PROPOSES', 'ACCEPTS', 'UNDER_REVIEW', 'ACCEPTS_WITH_CONDITIONS', 'LEANS_ACCEPT', 'LEANS_REJECT', 'REJECTS'],
  ...['COUNTER_PROPOSES'],
]

function Key({ site }: { readonly site: Site }): JSX.Element {
  const { key, names, noStatement } = site.words.positions
  return (
    <ul class="key" aria-label={key}>
      {KEY.map((position) => (
        <li key={position} class={toneOf(position)}>
          <Glyph position={position} /> {nameIn(names, position)}
        </li>
      ))}
      <li class="none">
        <Glyph position={null} /> {noStatement}
      </li>
    </ul>
  )
}
