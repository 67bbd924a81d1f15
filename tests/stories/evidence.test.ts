import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Made, type Maker, maker } from '../support/make.ts'
import { type TestService, startService } from '../support/service.ts'
import { refusal, refused, write, written } from '../support/writing.ts'

let service: TestService
let make: Maker
let here: string
let elsewhere: string

beforeAll(async () => {
  service = await startService()
  make = maker(service)
  here = (await make.negotiation()).id
  elsewhere = (await make.negotiation()).id
})
afterAll(() => service.stop())

const moved = ({ id }: Made, negotiationId: string | null, expectedVersion = 1) => ({
  id,
  expectedVersion,
  negotiationId,
})
const withdrawn = ({ id }: Made, expectedVersion = 1) => ({ id, expectedVersion, reason: 'A mistake.' })

describe.each([
  {
    mutation: 'updateEvent' as const,
    make: () => make.event({ negotiationId: here }),
    shownBy: ({ id }: Made) => ({ evidenceEventIds: [id] }),
  },
  {
    mutation: 'updateStatement' as const,
    make: () => make.statement({ negotiationId: here }),
    shownBy: ({ id }: Made) => ({ evidenceStatementIds: [id] }),
  },
])('what is evidence of a status update ($mutation)', ({ mutation, make: makeEvidence, shownBy }) => {
  it('is not moved to another negotiation; the update is named', async () => {
    const evidence = await makeEvidence()
    const update = await make.statusUpdate({ negotiationId: here, summary: 'The step', ...shownBy(evidence) })
    const { errors } = await refused(service, mutation, moved(evidence, elsewhere))
    expect(errors).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'negotiationId'] }])
    expect(errors[0]?.message).toContain(`${String(update.number)} “The step”`)
  })

  it('can be of none, and back, and moves once the update is retracted', async () => {
    const evidence = await makeEvidence()
    const update = await make.statusUpdate({ negotiationId: here, ...shownBy(evidence) })
    await written(service, mutation, moved(evidence, null))
    await written(service, mutation, moved(evidence, here, 2))
    await written(service, 'retractEntry', withdrawn(update))
    await written(service, mutation, moved(evidence, elsewhere, 3))
    expect(await refusal(service, 'reinstateEntry', withdrawn(update, 2))).toEqual(['INVALID_VALUE id'])
    await written(service, mutation, moved(evidence, null, 4))
    await written(service, 'reinstateEntry', withdrawn(update, 2))
  })

  it('is of its negotiation also when it is moved and shown side by side', async () => {
    for (let round = 0; round < 5; round += 1) {
      const evidence = await makeEvidence()
      const input = {
        ...{ negotiationId: here, kind: 'SIGNAL', summary: `Round ${String(round)}` },
        ...{ effectiveOn: { edtf: '2025-03-11' }, ...shownBy(evidence) },
      }
      const answers = await Promise.all([
        write(service, 'addNegotiationStatusUpdate', input),
        write(service, mutation, moved(evidence, elsewhere)),
      ])
      expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['INVALID_VALUE'])
    }
  })
})
