import type { Word } from '../words.ts'
import { oneOf } from './flag.ts'
import { port } from './int.ts'
import type { JsonSchema } from './json.ts'
import { options } from './options.ts'
import type { ReadContext, ValueOf, ValueType } from './value.ts'

const methods = ['NAT', 'DR', 'TUN'] as const
const checksums = ['nocsum', 'csum', 'remcsum'] as const

const tunnel = options({
  named: { type: oneOf(['ipip', 'gue', 'gre']), port: port() },
  unnamed: { checksum: { type: oneOf(checksums), fits: (word: string) => checksums.some((one) => one === word) } },
  strict: true,
})

/** How packets reach a server; the rest is of tunnels, ipip without checksums unless given. */
export type Forwarding = { readonly method: (typeof methods)[number] } & ValueOf<typeof tunnel>

/** A forwarding method, and options of tunnels. The method holds where these cannot be read. */
export function forwarding(): ValueType<Forwarding> {
  const method = oneOf(methods)
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read([word, ...rest], cx) {
      const chosen = word && method.read([word], cx)
      if (chosen === undefined) return undefined
      const given = tunnel.read(rest, cx)
      return { method: chosen, ...(given && fitsTogether(given, rest, cx) && given) }
    },
    print: ({ method: chosen, ...given }) => `${chosen} ${tunnel.print(given)}`.trim(),
    describe: () => `${method.describe()}; with TUN also ${tunnel.describe()}`,
    complete: (cx) => [...methods, ...(tunnel.complete?.(cx) ?? [])],
    json() {
      const { properties, ...object } = tunnel.json()
      return { ...object, properties: { method: method.json(), ...(properties as JsonSchema) }, required: ['method'] }
    },
  }
}

/** gue alone has a port, and needs one; ipip has no checksum, and gre no remote one. */
function fitsTogether(
  { type = 'ipip', port: at, checksum = 'nocsum' }: ValueOf<typeof tunnel>,
  words: readonly Word[],
  cx: ReadContext,
): boolean {
  const why =
    type === 'gue' && at === undefined
      ? 'gue needs a port'
      : type !== 'gue' && at !== undefined
        ? `${type} has no port`
        : (type === 'ipip' && checksum !== 'nocsum') || (type === 'gre' && checksum === 'remcsum')
          ? `${type} has no ${checksum}`
          : undefined
  const [first] = words
  if (why !== undefined && first) cx.report('bind/tunnel-options', { why }, first)
  return why === undefined
}
