import { workerData } from 'node:worker_threads'
import { type Run, Runner } from './runner.ts'

// A thread of its own, so that whoever started it can end it when an input takes too long.
await new Runner(workerData as Run).go()
