import type { Term, Vocabulary } from '../draft/fields.ts'
import { chosenFrom } from '../draft/given.ts'
import type { Nearest, SourceText } from '../draft/quote.ts'
import type { Chosen, Kind } from '../draft/values.ts'
import * as sent from '../generated/graphql.ts'
import type { EditorAsk } from './ask-as-editor.ts'

const TYPES: Readonly<Record<Kind, sent.EntryType>> = {
  Source: 'SOURCE',
  Statement: 'STATEMENT',
  Event: 'EVENT',
  NegotiationStatusUpdate: 'NEGOTIATION_STATUS_UPDATE',
  Person: 'PERSON',
  Organization: 'ORGANIZATION',
  Location: 'LOCATION',
  Proposal: 'PROPOSAL',
  Negotiation: 'NEGOTIATION',
}
/** Kinds of which a part of the name is enough to find them. */
const BY_NAME: readonly Kind[] = ['Person', 'Organization', 'Location']

/** What one chooses from. Each vocabulary and each text is asked for once; a question without an answer is asked anew. @throws NoAnswer */
export class Choices {
  readonly #editor: EditorAsk
  readonly #terms = new Map<string, Promise<readonly Term[]>>()
  readonly #nearest = new Map<string, Promise<Nearest | null>>()
  readonly #texts = new Map<string, Promise<SourceText | null>>()

  constructor(editor: EditorAsk) {
    this.#editor = editor
  }

  /** The words of a vocabulary, as the contract lists them. */
  terms(name: Vocabulary): Promise<readonly Term[]> {
    return once(this.#terms, name, async () => {
      const { vocabulary } = await this.#editor.ask(sent.WordsDocument, { name })
      return (vocabulary?.enumValues ?? []).map((term) => ({ name: term.name, meaning: term.description ?? '' }))
    })
  }

  /** A source with its text; null when there is none with this id. */
  text(id: string): Promise<SourceText | null> {
    return once(this.#texts, id, async () => {
      const { source } = await this.#editor.ask(sent.TextOfSourceDocument, { id })
      return source && { ...source, language: source.language ?? null, text: source.text ?? null }
    })
  }

  /** The passage of a source nearest to some words; null when none is near. */
  nearest(sourceId: string, words: string): Promise<Nearest | null> {
    const asked = JSON.stringify([sourceId, words])
    // The field and the source beside it ask for the same; what was typed before is asked for by nobody any more.
    if (!this.#nearest.has(asked)) this.#nearest.clear()
    return once(this.#nearest, asked, async () => {
      const { source } = await this.#editor.ask(sent.NearestWordsDocument, { id: sourceId, words })
      return source?.nearestPassage ? { ...source.nearestPassage, sourceId } : null
    })
  }

  /** Entries of these kinds whose names, or words, hold what was typed. */
  async find(words: string, kinds: readonly Kind[]): Promise<readonly Chosen[]> {
    const others = kinds.filter((kind) => !BY_NAME.includes(kind))
    const found = await this.#editor.ask(sent.FindEntriesDocument, {
      ...{ words, types: others.map((kind) => TYPES[kind]), others: others.length > 0 },
      ...{ persons: kinds.includes('Person'), organizations: kinds.includes('Organization') },
      locations: kinds.includes('Location'),
    })
    const { persons, organizations, locations } = found
    const named = [...(persons?.nodes ?? []), ...(organizations?.nodes ?? []), ...(locations?.nodes ?? [])]
    return unique([...named, ...(found.search?.edges ?? []).map(({ node }) => node)].map(chosenFrom))
  }

  /** What is likely to be chosen where one writes about a negotiation: what belongs to it, newest first. */
  async nearby(negotiationId: string | null, kinds: readonly Kind[]): Promise<readonly Chosen[]> {
    if (negotiationId === null) {
      if (!kinds.includes('Negotiation')) return []
      const { negotiations } = await this.#editor.ask(sent.NegotiationsToWriteAboutDocument, {})
      return negotiations.nodes.map(chosenFrom)
    }
    const types = kinds.filter((kind) => kind === 'Statement' || kind === 'Event' || kind === 'NegotiationStatusUpdate')
    const { negotiation, sources } = await this.#editor.ask(sent.NearbyDocument, {
      ...{ id: negotiationId, types: types.map((kind) => TYPES[kind]) },
    })
    if (!negotiation) return []
    const all = [
      ...[negotiation, ...negotiation.proposals, ...negotiation.parties.map(({ organization }) => organization)],
      ...(types.length > 0 ? negotiation.timeline.nodes : []),
      ...negotiation.statements.nodes.flatMap(({ speaker }) => speaker ?? []),
      ...negotiation.events.nodes.flatMap(({ locations }) => locations),
      ...sources.nodes,
    ]
    return unique(all.map(chosenFrom)).filter(({ type }) => kinds.includes(type))
  }

  /** The entry with this id; null when there is none. */
  async called(id: string): Promise<Chosen | null> {
    const { entry } = await this.#editor.ask(sent.WhatIsCalledDocument, { id })
    return entry && chosenFrom(entry)
  }
}

function unique(all: readonly Chosen[]): readonly Chosen[] {
  return [...new Map(all.map((each) => [each.id, each])).values()]
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  const asked = known.get(key)
  if (asked) return asked
  const answer = ask()
  known.set(key, answer)
  answer.catch(() => known.delete(key))
  return answer
}
