import { describe, expect, it } from 'vitest'
import { type Ask, type Question, askQuestion, pick } from '../../scripts/questions.mjs'

const TALKS = {
  talks: {
    nodes: [
      { name: 'Jeddah', parts: [{ n: 1 }, { n: 2 }] },
      { name: 'Moscow', parts: [{ n: 3 }] },
    ],
  },
}

describe('a path into a result', () => {
  it.each([
    ['talks.nodes[1].name', 'Moscow'],
    ['talks.nodes[*].name', ['Jeddah', 'Moscow']],
    ['talks.nodes[*].parts[*].n', [1, 2, 3]],
    ['talks.nodes[*].parts', [{ n: 1 }, { n: 2 }, { n: 3 }]],
    ['talks.nodes[*].place.name', [null, null]],
    ['talks.nodes[2].name', null],
    ['talks.length', null],
    ['', TALKS],
  ])('%s takes %j', (path, taken) => {
    expect(pick(path, TALKS)).toEqual(taken)
  })

  it('is named when there are several', () => {
    expect(pick({ first: 'talks.nodes[0].name', none: 'tales' }, TALKS)).toEqual({ first: 'Jeddah', none: null })
  })
})

describe('a question', () => {
  const question: Question = {
    n: 1,
    question: 'Which?',
    query: '{ x }',
    variables: {},
    pick: 'x',
    expect: [[2, 1], { a: 1, b: 2 }],
    compare: 'set',
  }
  const answering = (x: unknown) => () => Promise.resolve({ data: { x } })

  it('compared as a set passes in any order of lists and keys', async () => {
    expect(await askQuestion(question, answering([{ b: 2, a: 1 }, [1, 2]]))).toMatchObject({ passed: true, reason: '' })
  })

  it('compared as a set counts repeated items', async () => {
    expect(await askQuestion(question, answering([{ b: 2, a: 1 }, [1, 2, 2]]))).toMatchObject({ passed: false })
  })

  it('compared as equal minds the order of lists and not that of keys', async () => {
    const strict: Question = { ...question, compare: 'equal' }
    expect(await askQuestion(strict, answering([[2, 1], { b: 2, a: 1 }]))).toMatchObject({ passed: true })
    expect(await askQuestion(strict, answering([[1, 2], { a: 1, b: 2 }]))).toMatchObject({ passed: false })
  })

  it('fails on an answer with errors, whatever its data', async () => {
    const verdict = await askQuestion(question, () =>
      Promise.resolve({ data: { x: question.expect }, errors: [{ message: 'No.' }] }),
    )
    expect(verdict).toMatchObject({ passed: false, reason: 'answered with errors: No.' })
  })

  it('of several steps takes variables from the results before and picks from all', async () => {
    const asked: Ask[] = []
    const send = (ask: Ask) => {
      asked.push(ask)
      return Promise.resolve({ data: { step: [{ id: `id-${String(asked.length)}` }] } })
    }
    const steps = [
      { query: 'a', variables: { first: 1 } },
      { query: 'b', variables: { id: { $from: '0.step[0].id' }, name: 'x' } },
    ]
    const verdict = await askQuestion(
      { n: 2, question: 'How?', steps, pick: '1.step[*].id', expect: ['id-2'], compare: 'equal' },
      send,
    )
    expect(asked[1]).toEqual({ query: 'b', variables: { id: 'id-1', name: 'x' } })
    expect(verdict.passed).toBe(true)
  })
})
