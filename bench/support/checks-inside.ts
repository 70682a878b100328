import { measureChecks } from './checks.ts'

await measureChecks([100, 1000])
