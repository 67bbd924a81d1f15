// The last line of a full run: what passed and failed on all databases together.
import { REPORTS, count, readReport } from './reports.mjs'

const counts = ['embedded', 'postgresql'].map((name) => count(readReport(`${REPORTS}/${name}.json`)))
const sum = (/** @type {'passed' | 'failed'} */ key) => counts.reduce((total, each) => total + (each?.[key] ?? 0), 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
