/**
 * Health checks, apart from how a server is asked: when a check is due, what its results mean for a real server, what
 * real servers mean for the quorum. Time and chance are arguments; nothing here opens a connection.
 */
export * from './beginning.ts'
export * from './checker.ts'
export * from './checker-process.ts'
export * from './kinds/index.ts'
export * from './messages.ts'
export * from './pool.ts'
export * from './probe.ts'
export * from './rounds.ts'
export * from './runner.ts'
export * from './spec.ts'
