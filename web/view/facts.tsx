import type { ComponentChildren, JSX } from 'preact'
import type { AnyEntry } from '../board/history.ts'
import { dateWords, momentWords } from '../board/date.ts'
import { isShown } from '../board/record.ts'
import type { Site } from '../board/site.ts'
import { nameIn } from '../board/text.ts'
import type { Words } from '../words/en.ts'
import { verificationName } from './entry.tsx'
import { ActorLink, Chip, Section } from './parts.tsx'

/** What is recorded of an entry beside its words. */
export function Facts({ entry, site }: { readonly entry: AnyEntry; readonly site: Site }): JSX.Element {
  const facts = factsOf(entry, site).filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  )
  return (
    <Section id="facts" title={site.words.facts.title}>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

type Fact = readonly [name: string, value: ComponentChildren]

function factsOf(entry: AnyEntry, site: Site): readonly Fact[] {
  const { words } = site
  const always: readonly Fact[] = [
    [words.facts.checked, verificationName(entry.verification, words)],
    [words.facts.recorded, momentWords(entry.recordedAt, site)],
    [words.facts.version, entry.version],
  ]
  return [...ownFacts(entry, site), ...(isShown(entry) ? dateFacts(entry.date, site) : []), ...always]
}

function dateFacts(date: Parameters<typeof dateWords>[0], site: Site): readonly Fact[] {
  const { words } = site
  const inferred = date.inferred ? ` ${words.dates.inferredByEditor}` : ''
  return [
    [words.facts.date, dateWords(date, site, 'long') + inferred],
    [words.facts.asReported, date.asReported != null && <span dir="auto">{words.quoted(date.asReported)}</span>],
  ]
}

function ownFacts(entry: AnyEntry, site: Site): readonly Fact[] {
  const { facts, vocabularies, comma } = site.words
  switch (entry.__typename) {
    case 'Person':
      return [
        [facts.alsoCalled, names(entry.aliases, comma)],
        [
          facts.memberOf,
          listOf(
            entry.memberships.map(({ title, organization }) => [organization, title]),
            site.words,
          ),
        ],
      ]
    case 'Organization':
      return [
        [facts.kind, nameIn(vocabularies.organizationKinds, entry.organizationKind)],
        [facts.alsoCalled, names(entry.aliases, comma)],
        [facts.partOf, entry.partOf && listOf([[entry.partOf, null]], site.words)],
        [
          facts.members,
          listOf(
            entry.members.map(({ title, person }) => [person, title]),
            site.words,
          ),
        ],
      ]
    case 'Location':
      return [
        [facts.kind, nameIn(vocabularies.locationKinds, entry.locationKind)],
        [facts.alsoCalled, names(entry.aliases, comma)],
        [facts.partOf, entry.within && listOf([[entry.within, null]], site.words)],
        [facts.country, entry.countryCode],
        [facts.liesAt, entry.point && facts.point(entry.point.latitude, entry.point.longitude)],
      ]
    case 'Event':
      return [
        [facts.factuality, nameIn(vocabularies.factualities, entry.factuality)],
        [facts.outcome, entry.outcome != null && <span dir="auto">{entry.outcome}</span>],
        [facts.tookPart, participants(entry, site.words)],
      ]
    case 'Statement':
      return [[facts.knownFrom, nameIn(vocabularies.attributions, entry.attribution)]]
    case 'NegotiationStatusUpdate':
      return [
        [facts.kind, nameIn(vocabularies.stepKinds, entry.kind)],
        [facts.proposalThen, entry.proposalStatus && nameIn(vocabularies.proposalStates, entry.proposalStatus)],
        [facts.corrects, entry.corrects && <Chip number={entry.corrects.number} site={site} />],
      ]
    default:
      return []
  }
}

const names = (aliases: readonly string[], comma: string): ComponentChildren =>
  aliases.length > 0 && <span dir="auto">{aliases.join(comma)}</span>

function participants(
  { participants: all }: Extract<AnyEntry, { __typename: 'Event' }>,
  { vocabularies, entry, comma, facts }: Words,
): ComponentChildren {
  return atAGlance(
    all.map(({ actor, description, role }, index) => (
      <li key={index}>
        {actor ? <ActorLink actor={actor} /> : <span dir="auto">{description ?? entry.notNamed}</span>}
        {comma}
        {nameIn(vocabularies.participantRoles, role)}
      </li>
    )),
    facts,
  )
}

const AT_A_GLANCE = 50
const MOST_LISTED = 500

/** The first of a long list; the next when asked for, within a bound that keeps the page a page. */
function atAGlance(items: readonly JSX.Element[], { more }: Words['facts']): ComponentChildren {
  if (items.length === 0) return null
  const rest = items.slice(AT_A_GLANCE, MOST_LISTED)
  return (
    <>
      <ul>{items.slice(0, AT_A_GLANCE)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{more(items.length - AT_A_GLANCE, rest.length)}</summary>
          <ul>{rest}</ul>
        </details>
      )}
    </>
  )
}

function listOf(
  all: readonly (readonly [{ readonly id: string; readonly name: string }, string | null | undefined])[],
  { comma, facts }: Words,
): ComponentChildren {
  return atAGlance(
    all.map(([{ id, name }, title]) => (
      <li key={id + (title ?? '')}>
        <a href={`/e/${id}`}>
          <bdi>{name}</bdi>
        </a>
        {title != null && (
          <>
            {comma}
            <bdi>{title}</bdi>
          </>
        )}
      </li>
    )),
    facts,
  )
}
