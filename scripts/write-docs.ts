import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { referencePages } from './reference-pages.ts'

/** Writes docs/reference anew from the keyword table, the catalogue and the rules; a test holds it current. */

const folder = new URL('../docs/reference/', import.meta.url).pathname
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [name, text] of referencePages()) writeFileSync(folder + name, text)
