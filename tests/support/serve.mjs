// The service as a process of its own, for tests that end it: as src/main.ts, and it tells its parent what its heap holds.
process.on('message', (word) => {
  if (word !== 'heap') return
  globalThis.gc?.()
  process.send?.({ heap: process.memoryUsage().heapUsed })
})
// A parent that is gone must not leave a service behind.
process.on('disconnect', () => process.exit(1))
await import('../../src/main.ts')
