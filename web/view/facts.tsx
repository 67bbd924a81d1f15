import type { ComponentChildren, JSX } from 'preact'
import type { AnyEntry } from '../board/history.ts'
import { dateWords, momentWords } from '../board/date.ts'
import { isShown } from '../board/record.ts'
import { factualityName, plain, proposalState, verificationName } from '../board/words.ts'
import { ActorLink, Chip, Section, type Site } from './parts.tsx'

/** What is recorded of an entry beside its words. */
export function Facts({ entry, site }: { readonly entry: AnyEntry; readonly site: Site }): JSX.Element {
  const facts = factsOf(entry, site).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return (
    <Section id="facts" title="What is recorded">
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
  const always: readonly Fact[] = [
    ['Checked', verificationName(entry.verification)],
    ['Recorded', momentWords(entry.recordedAt, site.zone)],
    ['Version', entry.version],
  ]
  return [...ownFacts(entry), ...(isShown(entry) ? dateFacts(entry.date, site) : []), ...always]
}

function dateFacts(date: Parameters<typeof dateWords>[0], site: Site): readonly Fact[] {
  const inferred = date.inferred ? ' (inferred by an editor)' : ''
  return [
    ['Date', dateWords(date, site.zone, 'long') + inferred],
    ['In the words of the source', date.asReported != null && <span dir="auto">“{date.asReported}”</span>],
  ]
}

function ownFacts(entry: AnyEntry): readonly Fact[] {
  switch (entry.__typename) {
    case 'Person':
      return [
        ['Also called', names(entry.aliases)],
        ['Of', listOf(entry.memberships.map(({ title, organization }) => [organization, title]))],
      ]
    case 'Organization':
      return [
        ['Kind', plain(entry.organizationKind)],
        ['Also called', names(entry.aliases)],
        ['Part of', entry.partOf && listOf([[entry.partOf, null]])],
        ['Members', listOf(entry.members.map(({ title, person }) => [person, title]))],
      ]
    case 'Location':
      return [
        ['Kind', plain(entry.locationKind)],
        ['Also called', names(entry.aliases)],
        ['Part of', entry.within && listOf([[entry.within, null]])],
        ['Country', entry.countryCode],
        [
          'Lies at',
          entry.point && `${degrees(entry.point.latitude, 'N', 'S')} ${degrees(entry.point.longitude, 'E', 'W')}`,
        ],
      ]
    case 'Event':
      return [
        ['Factuality', factualityName(entry.factuality) ?? 'Occurred'],
        ['Outcome', entry.outcome != null && <span dir="auto">{entry.outcome}</span>],
        ['Took part', participants(entry)],
      ]
    case 'Statement':
      return [['Known from', plain(entry.attribution)]]
    case 'NegotiationStatusUpdate':
      return [
        ['Kind', plain(entry.kind)],
        ['The proposal then', entry.proposalStatus && proposalState(entry.proposalStatus)],
        ['Corrects', entry.corrects && <Chip number={entry.corrects.number} />],
      ]
    default:
      return []
  }
}

const names = (aliases: readonly string[]): ComponentChildren =>
  aliases.length > 0 && <span dir="auto">{aliases.join(', ')}</span>
const degrees = (value: number, positive: string, negative: string): string =>
  `${String(Math.abs(value))}° ${value < 0 ? negative : positive}`

function participants({ participants: all }: Extract<AnyEntry, { __typename: 'Event' }>): ComponentChildren {
  if (all.length === 0) return null
  return (
    <ul>
      {all.map(({ actor, description, role }, index) => (
        <li key={index}>
          {actor ? <ActorLink actor={actor} /> : <span dir="auto">{description ?? 'Not named'}</span>},{' '}
          {plain(role).toLowerCase()}
        </li>
      ))}
    </ul>
  )
}

function listOf(
  all: readonly (readonly [{ readonly id: string; readonly name: string }, string | null | undefined])[],
): ComponentChildren {
  if (all.length === 0) return null
  return (
    <ul>
      {all.map(([{ id, name }, title]) => (
        <li key={id + (title ?? '')}>
          <a href={`/e/${id}`}>
            <bdi>{name}</bdi>
          </a>
          {title != null && (
            <>
              , <bdi>{title}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
