// Makes everything that the service needs to run, whether it is stale or not.
import { bring, built } from './products.mjs'

process.exitCode = (await bring(built, { all: true })) ? 0 : 1
