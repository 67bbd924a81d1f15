import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paragraphsOf } from '../../src/source/paragraphs.ts'
import { graphql } from '../generated/gql.ts'
import { type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'

const ParagraphsCited = graphql(`
  query ParagraphsCited($id: ID!) {
    statement(id: $id) {
      citations {
        paragraph
      }
      quotes {
        paragraph
      }
    }
  }
`)

const MIGRATION = 'prisma/migrations/20261126120000_paragraphs/migration.sql'
const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r\n', '\u00a0', '\ufeff', '😀', 'я'), maxLength: 40 })

describe('the paragraphs of a text', () => {
  it('are its lines that are not blank', () => {
    expect(paragraphsOf('One\n\n \nTwo\r\n\u00a0\nThree')).toEqual([0, 7, 14])
    expect(paragraphsOf('')).toEqual([])
  })

  it('were found alike in texts that had been stored before', async () => {
    const database = new PGlite()
    const samples = fc.sample(texts, 200)
    await database.exec('create table source (id int, text text)')
    for (const [id, text] of samples.entries()) await database.query('insert into source values ($1, $2)', [id, text])
    await database.exec(readFileSync(MIGRATION, 'utf8'))
    const { rows } = await database.query<{ paragraphs: number[] }>('select paragraphs from source order by id')
    expect(rows.map(({ paragraphs }) => paragraphs)).toEqual(samples.map(paragraphsOf))
    await database.close()
  })
})

describe('a passage', () => {
  let service: TestService
  let make: Maker
  beforeAll(async () => {
    service = await startService()
    make = maker(service)
  })
  afterAll(() => service.stop())

  it('says in which paragraph of the stored text it begins', async () => {
    const source = await make.source({ text: 'A title 😀\n\nThey met.\n\n  “We agree,” he said.\nAnd left.' })
    const made = await make.statement({
      ...{ content: 'We agree', quoteType: 'DIRECT', quotes: [{ exact: 'We agree', sourceId: source.id }] },
      citations: [
        { sourceId: source.id, exact: 'And left.' },
        { sourceId: source.id, exact: 'A title' },
        { sourceId: source.id },
      ],
    })
    const { statement } = await service.ask(ParagraphsCited, { id: made.id })
    expect(statement).toEqual({
      citations: [{ paragraph: 4 }, { paragraph: 1 }, { paragraph: null }],
      quotes: [{ paragraph: 3 }],
    })
  })

  it('says none where no text is stored', async () => {
    const source = await make.source({ text: null })
    const made = await make.statement({ citations: [{ sourceId: source.id, exact: 'Words', locator: 'page 3' }] })
    const { statement } = await service.ask(ParagraphsCited, { id: made.id })
    expect(statement!.citations).toEqual([{ paragraph: null }])
  })
})
