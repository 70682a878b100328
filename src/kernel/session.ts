import { KacError } from '../base/index.ts'
import type { Answer, NetlinkSocket, OpenNetlink } from './port.ts'
import {
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from './wire/constants.ts'
import { encode, type Frame, netfilterHeader, parseFrames, refusalOf, Writer, writeFrame } from './wire/index.ts'

/** A message with the number of its type known. */
export interface Request {
  readonly type: number
  readonly flags: number
  readonly body: Uint8Array
}

type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The kernel's table changed while it was read out, so that the parts do not fit together. */
  | { readonly kind: 'interrupted' }
  /** The receive buffer overflowed, and an answer may have been in what was thrown away. */
  | { readonly kind: 'lost' }

interface Pending {
  readonly replies: Frame[]
  interrupted: boolean
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** A transaction with nf_tables is one datagram, with up to 64 bytes for each stretch of addresses that has a mark. */
const [receiveBufferBytes, sendBufferBytes] = [1 << 20, 4 << 20]
/** Refusals of so many messages fit even a receive buffer of the default size. */
const batchMessagesMax = 128
const batchBytesMax = 32 * 1024
const dumpAttemptsMax = 10
const toTables = encode(netfilterHeader, { res_id: NFNL_SUBSYS_NFTABLES })

/** The requests and answers of one socket. Callers take turns: a socket dumps one thing at a time. */
export class Session {
  readonly #socket: NetlinkSocket
  readonly #pending = new Map<number, Pending>()
  #sequence = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(open: OpenNetlink, protocol: number) {
    this.#socket = open(protocol, (failure, datagram) => this.#receive(failure, datagram), {
      receiveBufferBytes,
      sendBufferBytes,
    })
  }

  exchange(requests: readonly Request[]): Promise<readonly Answer[]> {
    return this.#inTurn(async () => {
      const answers: Answer[] = []
      for (const batch of batches(requests)) {
        answers.push(...(await this.#sendBatch(batch)).map(answerOf))
      }
      return answers
    })
  }

  /** All of the requests to nf_tables or none. What the kernel has against the whole is its answer to each. */
  transact(requests: readonly Request[]): Promise<readonly Answer[]> {
    return this.#inTurn(async () => {
      const out = new Writer()
      const whole = this.#write(out, { type: NFNL_MSG_BATCH_BEGIN, flags: 0, body: toTables })
      const outcomes = requests.map((request) => this.#expect(this.#write(out, request, NLM_F_ACK)))
      this.#write(out, { type: NFNL_MSG_BATCH_END, flags: 0, body: toTables })
      // Only a failure is said of the whole, and then nothing of the rest.
      this.#expect(whole).then((failure) => this.#settleAll((pending) => pending.resolve(failure)), nothing)
      const all = Promise.all(outcomes)
      this.#pass(out)
      const answers = (await all).map(answerOf)
      this.#pending.delete(whole)
      return answers
    })
  }

  dump(request: Request): Promise<Answer> {
    return this.#inTurn(async () => {
      for (let attempt = 0; attempt < dumpAttemptsMax; attempt++) {
        const out = new Writer()
        const answer = this.#expect(this.#write(out, request, NLM_F_DUMP))
        this.#pass(out)
        const outcome = await answer
        if (outcome.kind === 'answered') return outcome.answer
      }
      throw new KacError(
        'EINTR',
        `what was to be read from the kernel changed during each of ${dumpAttemptsMax} readings`,
      )
    })
  }

  close(): void {
    this.#socket.close()
    this.#fail(new KacError('EBADF', 'the netlink socket was closed before the kernel answered'))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.then(nothing, nothing)
    return done
  }

  /** The kernel takes them in order and says what it refuses: with the last one acknowledged, all others are done. */
  #sendBatch(requests: readonly Request[]): Promise<Outcome[]> {
    const out = new Writer()
    const last = requests.length - 1
    const outcomes = requests.map((request, index) =>
      this.#expect(this.#write(out, request, index === last ? NLM_F_ACK : 0)),
    )
    outcomes[last]?.then(() => this.#settleAll((pending) => pending.resolve(answered(pending))), nothing)
    this.#pass(out)
    return Promise.all(outcomes)
  }

  /** Returns its number. */
  #write(out: Writer, request: Request, flags = 0): number {
    this.#sequence = (this.#sequence % 0xffffffff) + 1
    const seq = this.#sequence
    writeFrame(out, { ...request, flags: request.flags | flags | NLM_F_REQUEST, seq, portId: 0 })
    return seq
  }

  #expect(seq: number): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#pending.set(seq, { replies: [], interrupted: false, resolve, reject })
    })
  }

  #pass(out: Writer): void {
    try {
      this.#socket.send(out.finish())
    } catch (error) {
      this.#fail(error)
    }
  }

  #receive(failure: { readonly code: string } | null, datagram: Uint8Array | null): void {
    if (failure?.code === 'ENOBUFS') this.#settleAll((pending) => pending.resolve({ kind: 'lost' }))
    else if (failure) this.#fail(new KacError(failure.code, `the netlink socket failed: ${failure.code}`))
    if (!datagram) return
    try {
      for (const frame of parseFrames(datagram)) this.#take(frame)
    } catch (error) {
      this.#fail(error)
    }
  }

  #take(frame: Frame): void {
    const pending = this.#pending.get(frame.seq)
    if (!pending) return // The rest of a dump that was given up.
    if (frame.flags & NLM_F_DUMP_INTR) pending.interrupted = true
    if (frame.type !== NLMSG_ERROR && frame.type !== NLMSG_DONE) {
      pending.replies.push(frame)
      return
    }
    this.#pending.delete(frame.seq)
    const refusal = refusalOf(frame, frame.type === NLMSG_DONE ? 'done' : 'error')
    pending.resolve(
      pending.interrupted
        ? { kind: 'interrupted' }
        : { kind: 'answered', answer: { replies: pending.replies, ...(refusal && { refusal }) } },
    )
  }

  #fail(error: unknown): void {
    this.#settleAll((pending) => pending.reject(error))
  }

  #settleAll(settle: (pending: Pending) => void): void {
    const all = [...this.#pending.values()]
    this.#pending.clear()
    for (const pending of all) settle(pending)
  }
}

function answered({ replies }: Pending): Outcome {
  return { kind: 'answered', answer: { replies } }
}

function answerOf(outcome: Outcome): Answer {
  if (outcome.kind !== 'answered') throw new KacError('ENOBUFS', 'the answers of the kernel were lost')
  return outcome.answer
}

function* batches(requests: readonly Request[]): Generator<Request[]> {
  let batch: Request[] = []
  let bytes = 0
  for (const request of requests) {
    if (batch.length === batchMessagesMax || (batch.length > 0 && bytes + request.body.length > batchBytesMax)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(request)
    bytes += request.body.length
  }
  if (batch.length > 0) yield batch
}

function nothing(): void {}
