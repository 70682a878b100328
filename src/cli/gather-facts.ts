import type { Config } from '../bind/index.ts'
import { accountNames, defaultUser, hostname, ipvsModules, programFacts } from '../host/index.ts'
import { IFF_UP, readState } from '../kernel/index.ts'
import { commandsOf, type Facts, type InterfaceFacts } from '../lint/index.ts'
import { openKernel } from './kernel.ts'

/** What this host has of what a configuration may ask for. Needs no privileges. */
export async function gatherFacts(config: Config | undefined): Promise<Facts> {
  const commands = config ? commandsOf(config) : []
  const runners = [config?.global.scriptUser, ...commands]
  const programs = new Set(commands.map(({ argv: [name = ''] }) => name))
  return {
    hostname: hostname(),
    interfaces: await interfaces(),
    users: accountNames('passwd', named([defaultUser, ...runners.map((runner) => runner?.user)])),
    groups: accountNames('group', named(runners.map((runner) => runner?.group))),
    programs: Object.fromEntries(
      [...programs].flatMap((name) => {
        const facts = programFacts(name)
        return facts ? [[name, facts] as const] : []
      }),
    ),
    modules: ipvsModules(),
  }
}

function named(names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined)
}

async function interfaces(): Promise<InterfaceFacts[]> {
  const kernel = openKernel({})
  try {
    const { link: links, address: addresses } = await readState(kernel, { only: ['address'] })
    return links.map(({ name, flags, mtu, type, master }) => ({
      name,
      up: (flags & IFF_UP) !== 0,
      mtu,
      ...(type !== undefined && { type }),
      ...(master !== undefined && { master }),
      addresses: addresses.filter(({ dev }) => dev === name).map(({ address, prefix }) => `${address}/${prefix}`),
    }))
  } finally {
    kernel.close()
  }
}
