import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** `kac daemon --repo`: a branch is followed; whatever is wrong with a commit or with git, the last good one stays. */

class Origin {
  readonly folder: string

  constructor(lab: Lab) {
    this.folder = `${lab.folder}/origin`
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', this.folder])
    mkdirSync(`${this.folder}/lb1`)
  }

  commit(message: string, text: string): string {
    writeFileSync(`${this.folder}/lb1/keepalived.conf`, text)
    this.git('add', '.')
    this.git('commit', '--quiet', '--message', message)
    return this.git('rev-parse', 'HEAD')
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
    return execFileSync('git', ['-C', this.folder, ...identity, ...args], { encoding: 'utf8' }).trim()
  }
}

function configuration(...addresses: string[]): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  version 3
  advert_int 0.1
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

function follow(host: Host, origin: Origin): Promise<Kac> {
  const where = ['--repo', origin.folder, '--ref', 'main', '--path', '{hostname}/keepalived.conf']
  return Kac.run(host, [...where, '--interval', '200ms'])
}

describe('a daemon that follows a repository', needs('root', 'ip', 'git'), () => {
  test('a new commit is applied, a bad one is refused once, a good one ends the trouble', async () => {
    await using lab = await Lab.open('follow')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    origin.commit('first', configuration('192.0.2.100/24'))
    const kac = await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })

    const second = origin.commit('second address', configuration('192.0.2.100/24', '192.0.2.101/24'))
    await until(() => host.has('192.0.2.101'), { within: 5000 })
    expect((await kac.status()).configuration?.commit).toEqual({ id: second, author: 'Ada', subject: 'second address' })

    origin.commit('broken', 'vrrp_instance VI_1 {')
    await kac.problem()
    const status = await kac.status()
    expect(status.configuration).toMatchObject({
      commit: { id: second },
      problem: { message: expect.stringContaining('broken') },
    })
    expect(status.routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
    const refusals = () => kac.daemon.output.match(/refused .*"broken"/g)?.length
    await until(() => refusals() === 1, { within: 1000 })

    origin.commit('third address', configuration('192.0.2.100/24', '192.0.2.102/24'))
    await until(() => host.has('192.0.2.102') && !host.has('192.0.2.101'), { within: 5000 })
    expect((await kac.status()).configuration?.problem).toBeUndefined()
    expect(refusals()).toBe(1)
  })

  test('a daemon that starts while the head is broken runs the last good commit', async () => {
    await using lab = await Lab.open('follow')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    const good = origin.commit('good', configuration('192.0.2.100/24'))
    await (await follow(host, origin)).stop()
    origin.commit('broken', 'vrrp_instance VI_1 {')
    const kac = await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    await kac.problem()
    expect((await kac.status()).configuration).toMatchObject({
      commit: { id: good },
      problem: { message: expect.any(String) },
    })
  })

  test('a daemon that starts while the origin is away runs the last good commit, and follows again later', async () => {
    await using lab = await Lab.open('follow')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    origin.commit('good', configuration('192.0.2.100/24'))
    await (await follow(host, origin)).stop()
    renameSync(origin.folder, `${origin.folder}-away`)
    await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    renameSync(`${origin.folder}-away`, origin.folder)
    origin.commit('next', configuration('192.0.2.101/24'))
    await until(() => host.has('192.0.2.101'), { within: 5000 })
  })

  test('the last good texts need neither git nor a state directory that can be written', async () => {
    await using lab = await Lab.open('follow')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    const good = origin.commit('good', `include shared.conf\n${configuration('192.0.2.100/24')}`)
    await (await follow(host, origin)).stop()
    origin.commit('next', configuration('192.0.2.101/24'))
    await host.sh('rm -r /var/lib/kac/repository/mirror.git; mount -o remount,ro /var/lib')
    const kac = await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    await kac.problem()
    expect((await kac.status()).configuration).toMatchObject({
      commit: { id: good },
      problem: { message: expect.stringContaining('Read-only file system') },
    })
    await host.sh('mount -o remount,rw /var/lib')
    await until(() => host.has('192.0.2.101'), { within: 10_000 })
  })

  test('a full disk costs the next commit, not the one that runs, and is got over', async () => {
    await using lab = await Lab.open('full')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    const good = origin.commit('good', configuration('192.0.2.100/24'))
    await host.sh('mount -t tmpfs -o size=1m tmpfs /var/lib')
    let kac = await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    await host.sh('cat /dev/zero > /var/lib/fill || true')
    const next = origin.commit('next', configuration('192.0.2.101/24'))
    expect((await kac.problem()).message).toMatch(/No space left on device|ENOSPC/)
    await kac.daemon.kill('SIGKILL')
    kac = await follow(host, origin)
    expect((await kac.status()).configuration?.commit?.id).toBe(good)
    await host.sh('rm /var/lib/fill')
    await until(async () => (await kac.status()).configuration?.commit?.id === next, { within: 20_000, every: 200 })
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
  })

  test('a commit whose links or includes lead out of the repository is refused', async () => {
    await using lab = await Lab.open('follow')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const origin = new Origin(lab)
    const good = origin.commit('good', configuration('192.0.2.100/24'))
    const kac = await follow(host, origin)
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    symlinkSync('/etc/passwd', `${origin.folder}/lb1/more.conf`)
    origin.commit('out', `include more.conf\n${configuration('192.0.2.101/24')}`)
    await kac.daemon.says('refused')
    await kac.daemon.says(/ error lb1\/keepalived\.conf:1:\d+: error expand\/outside: lb1\/more\.conf leads out/)
    expect((await kac.status()).configuration?.commit?.id).toBe(good)
  })

  test('a git that waits for a server which says nothing does not outlive the daemon, nor do routers of the one before', async () => {
    await using lab = await Lab.open('mute')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const former = await Kac.start(host, configuration('192.0.2.100/24'))
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    await former.daemon.kill('SIGKILL')
    const server = "require('net').createServer(() => console.log('asked')).listen(9418, () => console.log('listens'))"
    const mute = host.spawn(process.execPath, ['-e', server])
    await mute.says('listens')
    const daemon = host.spawn('kac', ['daemon', '--repo', 'git://127.0.0.1/origin'])
    await mute.says('asked')
    const names = () => host.pids.map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim())
    expect(names()).toContain('git')
    // What it cannot do yet does not end it either.
    for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const) daemon.signal(signal)
    expect(await daemon.kill('SIGTERM')).toMatchObject({ code: 0 })
    await until(() => !names().includes('git'), { within: 2000, what: 'git has ended' })
    expect(names()).not.toContain('kac-engine')
    expect(host.has('192.0.2.100')).toBe(false)
  })
})
