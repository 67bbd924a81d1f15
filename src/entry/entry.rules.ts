import { z } from 'zod'
import { MAX, read, required } from '../record/input.ts'

const shape = z.object({ reason: required(MAX.prose) })

/** Why an entry is retracted or reinstated. @throws Refused when it is blank or too long */
export function readReason(input: object): string {
  return read(shape, input).reason
}
