import type { Networks } from './fleet.ts'
import { parseNetwork, showNetwork } from './networks.ts'

/** What a host has that a configuration may ask for, as `kac facts` prints it. */
export interface Facts {
  readonly hostname: string
  readonly interfaces: readonly InterfaceFacts[]
  readonly users: readonly string[]
  readonly groups: readonly string[]
  /** The programs that the configuration of the host runs, as it names them. */
  readonly programs: Readonly<Record<string, ProgramFacts>>
  /** Modules of the kernel that matter, in it or ready to be loaded. */
  readonly modules: readonly string[]
}

export interface InterfaceFacts {
  readonly name: string
  readonly up: boolean
  readonly mtu: number
  /** As the kernel calls it, such as `vlan`; none of a physical one. */
  readonly type?: string
  /** The VRF, bridge or bond it is part of. */
  readonly master?: string
  /** `ADDRESS/PREFIX` each. */
  readonly addresses: readonly string[]
}

export interface ProgramFacts {
  /** Where a name without a slash was found, and links led to; absent where there is no such file. */
  readonly path?: string
  readonly owner?: string
  /** In octal, such as `0755`. */
  readonly mode?: string
  readonly executable?: boolean
  /** The file, or the folder above it, that others than root may write to. */
  readonly writable?: string
}

/** The networks of each interface. */
export function networksOf({ interfaces }: Facts): Networks {
  return new Map(interfaces.map(({ name, addresses }) => [name, addresses.flatMap(networkOf)]))
}

function networkOf(text: string): string[] {
  const network = parseNetwork(text)
  return network ? [showNetwork(network)] : []
}

type Shape = 'text' | 'number' | 'truth' | { readonly each: Shape } | { readonly of: Shape } | Fields
interface Fields {
  readonly fields: Readonly<Record<string, Shape>>
  /** Of these, those that may be absent. */
  readonly optional: readonly string[]
}

const shape: Shape = {
  optional: [],
  fields: {
    hostname: 'text',
    interfaces: {
      each: {
        optional: ['type', 'master'],
        fields: { name: 'text', up: 'truth', mtu: 'number', type: 'text', master: 'text', addresses: { each: 'text' } },
      },
    },
    users: { each: 'text' },
    groups: { each: 'text' },
    programs: {
      of: {
        optional: ['path', 'owner', 'mode', 'executable', 'writable'],
        fields: { path: 'text', owner: 'text', mode: 'text', executable: 'truth', writable: 'text' },
      },
    },
    modules: { each: 'text' },
  },
}

/** What a file of `kac facts` says, or why it is none. */
export function readFacts(text: string): Facts | { readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `it is not JSON: ${(error as Error).message}` }
  }
  const { formatVersion } = (typeof value === 'object' && value !== null ? value : {}) as { formatVersion?: unknown }
  if (formatVersion !== 1)
    return { problem: 'it is not of kac facts, or of another release: formatVersion has to be 1' }
  const wrong = misfit(value, shape, 'it')
  return wrong === undefined ? (value as Facts) : { problem: wrong }
}

/** Where a value does not have a shape. Fields that it has beside are of later releases. */
function misfit(value: unknown, wanted: Shape, path: string): string | undefined {
  if (typeof wanted === 'string') {
    const type = { text: 'string', number: 'number', truth: 'boolean' }[wanted]
    return typeof value === type ? undefined : `${path} has to be a ${type}`
  }
  if ('each' in wanted) {
    if (!Array.isArray(value)) return `${path} has to be a list`
    return first(value.map((one, index) => misfit(one, wanted.each, `${path}[${index}]`)))
  }
  if (typeof value !== 'object' || value === null) return `${path} has to be an object`
  if ('of' in wanted) return first(Object.entries(value).map(([key, one]) => misfit(one, wanted.of, `${path}.${key}`)))
  const { fields, optional } = wanted
  return first(
    Object.entries(fields).map(([key, inner]) => {
      const one = (value as Readonly<Record<string, unknown>>)[key]
      return one === undefined && optional.includes(key) ? undefined : misfit(one, inner, `${path}.${key}`)
    }),
  )
}

function first(found: readonly (string | undefined)[]): string | undefined {
  return found.find((one) => one !== undefined)
}
