import type { ComponentChildren, JSX } from 'preact'
import { dateWords, momentWords } from '../board/date.ts'
import type { Site } from '../board/site.ts'
import type { ActorNameFragment, DatePartsFragment } from '../generated/graphql.ts'

/** The number of an entry, which leads to it. */
export function Chip({ number, site }: { readonly number: number; readonly site: Site }): JSX.Element {
  return (
    <a class="chip" href={`/e/${String(number)}`}>
      <span class="hidden">{site.words.entry.word} </span>
      {number}
    </a>
  )
}

/** A date of the record, with the words of the source, and whether an editor concluded it. */
export function DateOf({ date, site }: { readonly date: DatePartsFragment; readonly site: Site }): JSX.Element {
  return (
    <>
      {dateWords(date, site)}
      {date.inferred && <span class="quiet"> {site.words.dates.inferred}</span>}
    </>
  )
}

/** A section with its heading, under the ink rule. */
export function Section(props: {
  readonly id: string
  readonly title: string
  readonly note?: ComponentChildren
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <section class="section" id={props.id} aria-labelledby={`${props.id}-title`}>
      <div class="section-head">
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        {props.note !== undefined && <p class="note">{props.note}</p>}
      </div>
      {props.children}
    </section>
  )
}

/** Words of a source, in quotation marks that only verbatim words get. The comma before "he said" is the newspaper's. */
export function Quotation(props: {
  readonly words: string
  readonly language?: string | null | undefined
  readonly class: string
  readonly site: Site
}): JSX.Element {
  return (
    <blockquote class={props.class}>
      <p lang={props.language ?? undefined} dir="auto">
        {props.site.words.quoted(props.words.replace(/[,;]$/, ''))}
      </p>
    </blockquote>
  )
}

/** A person or an organisation, which leads to its page. */
export function ActorLink({ actor }: { readonly actor: ActorNameFragment }): JSX.Element {
  return (
    <a href={`/e/${actor.id}`}>
      <bdi>{actor.name}</bdi>
    </a>
  )
}

/** That what the page shows was retracted, and why. */
export function Retraction(props: {
  readonly retraction: { readonly at: string; readonly editor?: string | undefined; readonly reason: string }
  readonly site: Site
}): JSX.Element {
  const { site, retraction } = props
  const { at, reason, editor } = retraction
  return (
    <p class="retraction big" role="note">
      {site.words.entryPage.retracted(
        momentWords(at, site),
        editor === undefined ? null : <bdi>{editor}</bdi>,
        <bdi>{reason}</bdi>,
      )}
    </p>
  )
}
