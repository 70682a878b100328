/** The project's own rules, as pure functions over its files. */
export * from './fixtures.ts'
export * from './imports.ts'
export * from './native.ts'
export * from './size.ts'
export * from './source.ts'
export * from './tree.ts'
export * from './words.ts'
