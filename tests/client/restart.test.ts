import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { followStatusUpdates } from '../../src/client/client.ts'
import { collect, watched } from '../support/collect.ts'
import { maker } from '../support/make.ts'
import { startService } from '../support/service.ts'
import { until } from '../support/until.ts'

it('goes on by itself when the service is stopped and started again: nothing lost, nothing twice (L5)', async () => {
  // In a folder, so that an embedded record outlives the service.
  const folder = mkdtempSync(join(tmpdir(), 'parley_test_'))
  const service = await startService({ config: { dataDir: folder } })
  const make = maker(service)
  const { id } = await make.negotiation()
  const { states, options } = watched(`${service.url}/graphql`)
  const feed = collect(followStatusUpdates({ ...options, negotiationId: id, checkpoints: false }))
  await until(() => service.app.waiting() === 1)

  const added: number[] = []
  const add = async () => added.push((await make.statusUpdate({ negotiationId: id })).number)
  let app: App = service.app
  for (let restart = 0; restart < 3; restart += 1) {
    await add()
    await add()
    await app.stop()
    app = await startApp(
      { ...service.config, port: Number(new URL(service.url).port) },
      { log: pino({ level: 'silent' }) },
    )
    await add()
  }
  await until(() => feed.items.length === added.length, 40_000)
  expect(feed.items.map(({ statusUpdate }) => statusUpdate?.number)).toEqual(added)
  expect(feed.items.slice(1).map(({ previousCursor }) => previousCursor)).toEqual(
    feed.items.slice(0, -1).map(({ cursor }) => cursor),
  )
  expect(states.filter((state) => state.startsWith('closed'))).toEqual([])
  await feed.leave()
  await app.stop()
  await service.stop()
  await rm(folder, { recursive: true })
})
