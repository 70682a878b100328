import { connect } from 'node:net'
import type { Told } from './visitors.ts'

// A program for a host: begins a connection every so many milliseconds, whatever becomes of those before.
const [address = '', every, count, bytes] = process.argv.slice(2)
const tell = (told: Told) => console.log(JSON.stringify(told))

function visit(number: number): void {
  tell({ number, kind: 'begun' })
  let heard = ''
  const end = (failure?: string) => {
    const [server = '', echo] = heard.split('\n', 2)
    const outcome = failure ?? `${server} ${echo?.length}`
    tell({ number, kind: 'ended', outcome, ...(echo !== undefined && { server }) })
  }
  const socket = connect(80, address, () => socket.end('.'.repeat(Number(bytes))))
  socket.setTimeout(10_000, () => socket.destroy(new Error('silence')))
  socket.setEncoding('utf8').on('data', (text) => {
    heard += text
  })
  socket.on('error', (error) => end('code' in error ? String(error.code) : error.message)).on('end', () => end())
}

let begun = 0
const timer = setInterval(() => {
  if (begun < Number(count)) visit(begun++)
  else clearInterval(timer)
}, Number(every))
process.on('SIGUSR2', () => clearInterval(timer))
