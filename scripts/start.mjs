// Starts the service, building first what is missing or older than its sources. The service runs in this process, so that signals reach
// it and its exit code is ours.
import { bring, built } from './products.mjs'

const isBuilt = await bring(built, { headline: 'Building what is missing or older than its sources.' })
// Libraries check less then; it is read when they are loaded.
process.env.NODE_ENV ??= 'production'
if (isBuilt) await import(new URL('../dist/service/main.js', import.meta.url).href)
else process.exitCode = 1
