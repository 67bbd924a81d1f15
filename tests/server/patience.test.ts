import { describe, expect, it } from 'vitest'
import { patient } from '../../src/server/patience.ts'

class Limited extends Error {}

/** A service that refuses the first questions, and how long it was waited for. */
function limited({ refusals, waits = () => true }: { refusals: number; waits?: () => boolean }) {
  const waited: number[] = []
  let left = refusals
  const ask = patient(
    (question: string) => {
      left -= 1
      return left < 0 ? Promise.resolve(`answer to ${question}`) : Promise.reject(new Limited('too much'))
    },
    {
      waits,
      waitMsAfter: (problem) => (problem instanceof Limited ? 17_000 : null),
      wait: (ms) => Promise.resolve(waited.push(ms)),
    },
  )
  return { ask, waited }
}

describe('a question on behalf of an answer that has begun', () => {
  it('is asked again after as long as its limit demands, as often as needed', async () => {
    const { ask, waited } = limited({ refusals: 2 })
    expect(await ask('who')).toBe('answer to who')
    expect(waited).toEqual([17_000, 17_000])
  })

  it('is refused at once before anything was sent, and when nobody waits any more', async () => {
    const { ask, waited } = limited({ refusals: 1, waits: () => false })
    await expect(ask('who')).rejects.toBeInstanceOf(Limited)
    expect(waited).toEqual([])
    let there = true
    const gone = limited({ refusals: 9, waits: () => there })
    const asked = gone.ask('who')
    there = false
    await expect(asked).rejects.toBeInstanceOf(Limited)
  })

  it('is not asked again where waiting does not help', async () => {
    const problem = new Error('broken')
    const ask = patient(() => Promise.reject(problem), { waits: () => true, waitMsAfter: () => null })
    await expect(ask()).rejects.toBe(problem)
  })
})
