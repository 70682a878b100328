import { addressAt, type Member, type World } from './world.ts'

/** Something that goes wrong, and is over when the promise is kept. */
export interface Fault {
  readonly name: string
  /** A master may be lost by it: only then may a role change. */
  readonly disturbs: boolean
  strike(world: World, victim: Member): Promise<void>
}

const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

/** What happens to load balancers, and a few things more. */
export const faults: readonly Fault[] = [
  {
    name: 'the engine is killed',
    disturbs: true,
    async strike(_world, { kac }) {
      process.kill(await kac.enginePid(), 'SIGKILL')
    },
  },
  {
    name: 'the daemon is killed and started again',
    disturbs: false,
    async strike(world, victim) {
      await victim.kac.daemon.kill('SIGKILL')
      await world.start(victim)
    },
  },
  {
    name: 'the daemon is stopped and started again',
    disturbs: true,
    async strike(world, victim) {
      await victim.kac.stop()
      await world.start(victim)
    },
  },
  {
    name: 'power is cut and comes back',
    disturbs: true,
    async strike(world, victim) {
      await victim.host.powerCut()
      await sleep(1000)
      await world.start(victim)
    },
  },
  {
    name: 'the cable is pulled for two seconds',
    disturbs: true,
    async strike({ lab }, { host }) {
      lab.unplug(host)
      await sleep(2000)
      lab.plug(host)
    },
  },
  {
    name: 'the interface is deleted and made again',
    disturbs: true,
    async strike({ lab, random }, { host }) {
      const [own] = host.addresses('eth0')
      await host.sh('ip link delete eth0')
      await sleep(1000)
      lab.remake(host, 'eth0', 1000 + Math.floor(random() * 1000))
      await host.sh(`ip address add ${own?.local}/24 dev eth0`)
    },
  },
  {
    name: 'the engine is paused for two seconds',
    disturbs: true,
    async strike(_world, { kac }) {
      const pid = await kac.enginePid()
      process.kill(pid, 'SIGSTOP')
      await sleep(2000)
      process.kill(pid, 'SIGCONT')
    },
  },
  {
    name: 'somebody deletes an address',
    disturbs: true,
    async strike(_world, { host }) {
      await host.run('ip', ['address', 'delete', `${addressAt(0)}/32`, 'dev', 'eth0'])
    },
  },
  {
    name: 'an address more, and it goes again',
    disturbs: false,
    async strike(world, victim) {
      await world.reload(victim, { extra: true })
      await sleep(500)
      await world.reload(victim, { extra: false })
    },
  },
  {
    name: 'the priority changes',
    disturbs: true,
    async strike(world, victim) {
      await world.reload(victim, { priority: 50 + Math.floor(world.random() * 200) })
    },
  },
  {
    name: 'a broken configuration is tried',
    disturbs: false,
    strike: async (world, victim) => world.reload(victim, { broken: true }),
  },
]
