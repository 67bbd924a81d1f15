#!/usr/bin/env node
// Runs a command of src/commands, building the service first where that is stale. What it prints is the command's answer and nothing else.
import { bring, compiled } from './products.mjs'

const isBuilt = await bring(compiled, { headline: 'Building what is older than its sources.', say: console.error })
process.env.NODE_ENV ??= 'production'
if (isBuilt) await import(new URL('../dist/commands/parley.js', import.meta.url).href)
else process.exitCode = 2
