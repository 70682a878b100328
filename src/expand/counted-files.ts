import { FILES_MAX } from './limits.ts'
import type { FileContent, FilePort } from './ports.ts'

/** Files, as long as not too many are asked for: one pattern can name all that a host has, and one sequence many patterns. */
export class CountedFiles implements FilePort {
  private readonly files: FilePort
  private left = FILES_MAX

  constructor(files: FilePort) {
    this.files = files
  }

  /** More were asked for than there may be, and answers may be wrong. */
  get exhausted(): boolean {
    return this.left < 0
  }

  read(path: string): FileContent {
    return --this.left < 0 ? { kind: 'missing' } : this.files.read(path)
  }

  list(directory: string): readonly string[] | undefined {
    return --this.left < 0 ? undefined : this.files.list(directory)
  }
}
