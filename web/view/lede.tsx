import type { JSX } from 'preact'
import { dateWords } from '../board/date.ts'
import { type BoardNegotiation, ledeOf, trackOf } from '../board/standing.ts'
import type { Site } from '../board/site.ts'
import { asTitle } from '../board/text.ts'
import { Chip, Retraction } from './parts.tsx'

const TITLE_CHARACTERS = 90

/** The answer first: what it is about, and where the parties stand, each sentence with its number. */
export function Lede(props: {
  readonly negotiation: BoardNegotiation
  readonly sources: number | null
  readonly site: Site
}): JSX.Element {
  const { negotiation, sources, site } = props
  const newest = trackOf(negotiation).at(-1)
  const words = site.words.board
  return (
    <div class="lede">
      {negotiation.conflict != null && (
        <p class="conflict" dir="auto">
          {negotiation.conflict}
        </p>
      )}
      <h1 dir="auto">{negotiation.name}</h1>
      {negotiation.retraction && <Retraction retraction={negotiation.retraction} site={site} />}
      {negotiation.summary != null && (
        <p class="about" dir="auto">
          {negotiation.summary}
        </p>
      )}
      <p class="state" dir="auto">
        {ledeOf(negotiation).map(({ number, sentence }) => (
          <span key={number}>
            {sentence}
            {/* On one line with the last word. */ '\u00a0'}
            <Chip number={number} site={site} />{' '}
          </span>
        ))}
      </p>
      <p class="built">
        {newest && `${words.asOf(dateWords(newest.date, site, 'long'))} `}
        {sources !== null && `${words.sources(sources)} `}
        {words.aboutInferred}
      </p>
    </div>
  )
}

/** The steps so far, and what is announced next. */
export function Track({
  negotiation,
  site,
}: {
  readonly negotiation: BoardNegotiation
  readonly site: Site
}): JSX.Element | null {
  const steps = trackOf(negotiation)
  const next = negotiation.next.nodes.find(({ factuality }) => factuality !== 'POSSIBLE') ?? negotiation.next.nodes[0]
  if (steps.length === 0 && !next) return null
  const last = steps.length - 1
  const words = site.words.board
  return (
    <ol class="track" aria-label={words.track}>
      {steps.map((step, index) => (
        <li key={step.id} class={index === last ? 'now' : 'done'} aria-current={index === last ? 'step' : undefined}>
          <span class="dot" />
          <span class="when">
            {dateWords(step.date, site)}
            {index === last && <strong class="now-word"> {words.now}</strong>}
          </span>
          <a class="what" href={`/e/${String(step.number)}`} dir="auto">
            {asTitle(step.summary, TITLE_CHARACTERS)}
          </a>
        </li>
      ))}
      {next && (
        <li key={next.id} class="next">
          <span class="dot" />
          <span class="when">{words.next}</span>
          <a class="what" href={`/e/${String(next.number)}`} dir="auto">
            {asTitle(next.title, TITLE_CHARACTERS)}
          </a>
        </li>
      )}
    </ol>
  )
}
