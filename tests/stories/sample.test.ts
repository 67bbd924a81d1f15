import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Question, askQuestion } from '../../scripts/questions.mjs'
import { graphql } from '../generated/gql.ts'
import { type TestService, startService } from '../support/service.ts'

const { questions } = JSON.parse(readFileSync('prisma/sample/ceasefire-2025-03.questions.json', 'utf8')) as {
  questions: Question[]
}

describe('the sample record', () => {
  let service: TestService

  beforeAll(async () => {
    service = await startService({ sample: true })
  })
  afterAll(() => service.stop())

  it.each(questions.map((question) => [question.n, question.question, question] as const))(
    'answers question %i: %s',
    async (_n, _words, question) => {
      const verdict = await askQuestion(question, async ({ query, variables }) => service.send(query, variables, null))
      expect(verdict.reason).toBe('')
    },
  )

  it('is written by the editor sample, each entry as one change of its own', async () => {
    const { changes } = await service.ask(
      graphql(`
        query SampleLog {
          changes(last: 100) {
            changes {
              sequence
              kind
              editor
              entry {
                number
                version
              }
            }
            hasMore
          }
        }
      `),
    )
    expect(changes.hasMore).toBe(true)
    expect(changes.changes.map((change) => change.sequence)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 10),
    )
    expect(
      changes.changes.every(
        (change) => change.editor === 'sample' && change.kind === 'ADDED' && change.entry.version === 1,
      ),
    ).toBe(true)
    expect(changes.changes.every((change) => change.entry.number === change.sequence)).toBe(true)
  })
})
