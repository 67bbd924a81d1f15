import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../live/context.ts'
import { findEntry, maybeReferred, referred } from '../live/entries.ts'
import { COST } from '../record/cost.ts'
import { Entry, EntryConnection } from '../record/entry.ts'
import { type Connection, PageArgs } from '../record/page.ts'
import { payload } from '../live/payload.ts'
import { Citation } from './citation.type.ts'
import { paragraphOf } from './paragraphs.ts'
import { NearestPassage } from './passage.type.ts'
import {
  addSource,
  citationsOf,
  findCiting,
  findSources,
  nearestPassageOf,
  textOf,
  updateSource,
} from './source.store.ts'
import {
  AddSourceInput,
  Source,
  SourceConnection,
  SourceFilter,
  SourcePayload,
  UpdateSourceInput,
} from './source.type.ts'

@Resolver(() => Source)
export class SourceResolver {
  @Query(() => Source, {
    nullable: true,
    description: 'The source with this id, retracted or not; null when there is none.',
  })
  source(@Ctx() ctx: Context, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Promise<Source | null> {
    return findEntry(ctx, 'SOURCE', id)
  }

  @Query(() => SourceConnection, { description: 'Sources by publication, newest first.' })
  sources(
    @Ctx() ctx: Context,
    @Arg('filter', () => SourceFilter, { nullable: true, description: 'Which sources; all without it.' })
    filter: SourceFilter | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<Source> {
    return findSources(ctx, filter, page)
  }

  @Mutation(() => SourcePayload, { description: 'Adds a source. For EDITOR and ADMIN.' })
  async addSource(
    @Ctx() ctx: Context,
    @Arg('input', () => AddSourceInput, { description: 'The source.' }) input: AddSourceInput,
  ): Promise<SourcePayload> {
    return payload<SourcePayload>('source', await addSource(ctx, input))
  }

  @Mutation(() => SourcePayload, { description: 'Changes a source. For EDITOR and ADMIN.' })
  async updateSource(
    @Ctx() ctx: Context,
    @Arg('input', () => UpdateSourceInput, { description: 'What changes.' }) input: UpdateSourceInput,
  ): Promise<SourcePayload> {
    return payload<SourcePayload>('source', await updateSource(ctx, input))
  }

  @FieldResolver(() => String, {
    nullable: true,
    complexity: COST.text,
    description:
      'Stored full text, against which quotes and citations are checked. Set once: offsets point into it. A corrected article is a new source that is the revision of the first. Null where none is stored, and for readers when textAccess is EDITORS.',
  })
  text(@Ctx() ctx: Context, @Root() source: Source): Promise<string | null> {
    return textOf(ctx, source)
  }

  @FieldResolver(() => NearestPassage, {
    nullable: true,
    complexity: COST.text,
    description:
      'Where these words stand in the stored text, or the passage that most resembles them: what an editor is told whose quote is not verbatim. Null when the text holds no such passage, and where text is null. BAD_USER_INPUT for more than 20,000 characters.',
  })
  nearestPassage(
    @Ctx() ctx: Context,
    @Root() source: Source,
    @Arg('words', () => String, { description: 'The words, at most 20,000 characters.' }) words: string,
  ): Promise<NearestPassage | null> {
    return nearestPassageOf(ctx, source, words)
  }

  @FieldResolver(() => Source, {
    nullable: true,
    description: 'The source that this one corrects or replaces; null when it is the first.',
  })
  revisionOf(@Ctx() ctx: Context, @Root() source: Source): Promise<Source | null> {
    return maybeReferred(ctx, source.revisionOfId, source.asOf)
  }

  @FieldResolver(() => EntryConnection, { description: 'Every entry that cites or quotes this source, by number.' })
  citedBy(@Ctx() ctx: Context, @Root() source: Source, @Args(() => PageArgs) page: PageArgs): Connection<Entry> {
    return findCiting(ctx, source, page)
  }
}

@Resolver(() => Citation)
export class CitationResolver {
  @FieldResolver(() => Source, { description: 'The source that is cited.' })
  source(@Ctx() ctx: Context, @Root() citation: Citation): Promise<Source> {
    return referred(ctx, citation.sourceId, citation.asOf)
  }

  @FieldResolver(() => Int, {
    nullable: true,
    complexity: COST.paragraph,
    description: 'In which paragraph of the stored text the passage begins, the first being 1; null as start.',
  })
  paragraph(@Ctx() ctx: Context, @Root() citation: Citation): Promise<number | null> {
    return paragraphOf(ctx, citation)
  }
}

@Resolver(() => Entry)
export class EntryCitations {
  @FieldResolver(() => [Citation], { description: 'Where this comes from, in the order in which the editor gave it.' })
  citations(@Root() entry: Entry): readonly object[] {
    return citationsOf(entry)
  }
}
