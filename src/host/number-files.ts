import { type FSWatcher, readFileSync, statSync, watch, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { KacError } from '../base/index.ts'
import type { NumberFilePort } from '../track/index.ts'

/** A file is emptied before it is written: what is in it counts when nothing has happened to it for so long. */
const settleMillis = 20
/** How often a directory is looked for that does not exist. */
const retryMillis = 1000
const bytesMax = 127

export const hostNumberFiles: NumberFilePort = {
  watch: (path, changed) => new WatchedFile(path, changed),
  initialise: (path, content, overwrite) => {
    if (!overwrite && statSync(path, { throwIfNoEntry: false })) return
    try {
      writeFileSync(path, content)
    } catch (cause) {
      throw new KacError('track-file', `cannot write ${path}: ${(cause as Error).message}`, { cause })
    }
  },
}

/** Watched through its directory: a file may be replaced, removed and made again. */
class WatchedFile {
  readonly #path: string
  readonly #changed: (content: string | undefined) => void
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(path: string, changed: (content: string | undefined) => void) {
    this.#path = path
    this.#changed = changed
    this.#open()
  }

  close(): void {
    this.#watcher?.close()
    clearTimeout(this.#timer)
  }

  #open(): void {
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_, name) => {
        if (name === basename(this.#path)) this.#readIn(settleMillis)
        else if (!statSync(dirname(this.#path), { throwIfNoEntry: false })) this.#reopen()
      })
      this.#watcher.once('error', () => this.#reopen())
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      this.#reopen()
      return
    }
    this.#read()
  }

  #reopen(): void {
    this.#watcher?.close()
    this.#read()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#open(), retryMillis).unref()
  }

  #readIn(millis: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#read(), millis).unref()
  }

  #read(): void {
    this.#changed(contentOf(this.#path))
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path).subarray(0, bytesMax).toString('latin1')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return undefined
  }
}
