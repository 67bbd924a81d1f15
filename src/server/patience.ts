import { setTimeout } from 'node:timers/promises'

/** When a question that was refused may be asked again. */
export interface Patience {
  /** Whether somebody waits for the answer, who has already got a part of it. */
  readonly waits: () => boolean
  /** How long to wait after this problem; null where waiting does not help. */
  readonly waitMsAfter: (problem: unknown) => number | null
  readonly wait?: (ms: number) => Promise<unknown>
}

/**
 * The same questions, asked again after as long as a limit demands: what has begun to be sent cannot be refused any more, only sent slower.
 * Rejects as `ask` does where nobody waits, or waiting does not help.
 */
export function patient<Question extends readonly unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
  { waits, waitMsAfter, wait = (ms) => setTimeout(ms, null, { ref: false }) }: Patience,
): (...question: Question) => Promise<Answer> {
  const askUntilAnswered = async (...question: Question): Promise<Answer> => {
    try {
      return await ask(...question)
    } catch (problem) {
      const ms = waits() ? waitMsAfter(problem) : null
      if (ms === null) throw problem
      await wait(ms)
      return askUntilAnswered(...question)
    }
  }
  return askUntilAnswered
}
