export * from './destination.ts'
export * from './service.ts'
export * from './stats.ts'
