import { OperationTypeNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Live } from '../live/live.ts'
import { sorted } from '../record/sorted.ts'
import { Answer } from './answer.ts'
import type { Executed } from './apollo.ts'
import type { Operation } from './operation.ts'

/** What keeping one takes beside its bytes. */
const KEEPING_BYTES = 1_000

/** How much is kept. */
export interface AnswersOptions {
  /** 0: nothing, and every question is executed. */
  readonly answerCacheMb: number
}

/** The answer of an operation that could be executed without a mistake, or what came of it. */
export type Outcome = Answer | Executed

/**
 * Keeps finished answers. Nothing of the record changes without a new line in the log, so an answer is valid exactly until the log goes on: it is kept
 * under the head that was known before it was begun, and all are dropped when that moves. Under one key are those that differ in nothing that an
 * answer depends on: document, operation, variables that it declares, role. What depends on the caller, and what has errors, is not kept.
 */
export class Answers {
  readonly #live: Live
  readonly #kept: LRUCache<string, Answer> | null
  #underWay = new Map<string, Promise<Outcome>>()
  #head = -1

  constructor(live: Live, { answerCacheMb }: AnswersOptions) {
    this.#live = live
    this.#kept =
      answerCacheMb === 0
        ? null
        : new LRUCache({
            maxSize: answerCacheMb * 1024 * 1024,
            sizeCalculation: ({ bytes }, key) => bytes + key.length + KEEPING_BYTES,
          })
    // Not only when the next one asks: what a redaction took out must leave the memory too.
    live.onSeen(() => this.#follow())
  }

  /** Under what the answer of an operation is kept; null when it must not be. */
  keyOf({ definition, hash, keepable, variableValues, contextValue }: Operation): string | null {
    if (!this.#kept || !keepable || definition.operation !== OperationTypeNode.QUERY) return null
    const names = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
    const given = names.filter((name) => variableValues[name] !== undefined).sort()
    const variables = JSON.stringify(given.map((name) => [name, sorted(variableValues[name])]))
    return `${contextValue.viewer.role} ${hash} ${definition.name?.value ?? ''} ${variables}`
  }

  /** The answer kept under a key, if it is still valid. */
  get(key: string): Answer | undefined {
    this.#follow()
    return this.#kept?.get(key)
  }

  /** Whether asking under a key would get an answer that somebody else's question has begun. */
  has(key: string | null): boolean {
    return key !== null && (this.get(key) !== undefined || this.#underWay.has(key))
  }

  /** The kept answer, or what `execute` makes of the question, told the head that is known as it begins; once for all who ask at the same time. */
  async ask(key: string, execute: (head: number) => Promise<Executed>): Promise<Outcome> {
    const known = this.get(key) ?? this.#underWay.get(key)
    if (known) return known
    const [head, underWay] = [this.#head, this.#underWay]
    const outcome = execute(head)
      .then((executed) => this.#keep(key, executed, head))
      .finally(() => underWay.delete(key))
    underWay.set(key, outcome)
    return outcome
  }

  #keep(key: string, executed: Executed, head: number): Outcome {
    if (executed.result.errors) return executed
    const answer = new Answer(Buffer.from(JSON.stringify(executed.result)))
    this.#follow()
    if (this.#head === head) this.#kept?.set(key, answer)
    return answer
  }

  #follow(): void {
    const head = this.#live.newest
    if (head === this.#head) return
    this.#head = head
    this.#kept?.clear()
    // Those under way answer whoever has asked for them, and nobody else.
    this.#underWay = new Map()
  }
}
