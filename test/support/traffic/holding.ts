import { connect } from 'node:net'

// A program for a host: connections that stay. Each tells who answered, and then how often its words came back.
const [address = '', count] = process.argv.slice(2)
const pause = 100
let over = false

function hold(number: number): void {
  let name = ''
  let echoes = 0
  const tell = (what: string | number) => console.log(`${number} ${name} ${what}`)
  const socket = connect(80, address).setEncoding('utf8')
  const speak = () => (over ? socket.end() : socket.write('.'))
  socket.once('data', (greeting) => {
    name = String(greeting).trim()
    tell(echoes)
    speak()
    socket.on('data', () => {
      tell(++echoes)
      setTimeout(speak, pause)
    })
  })
  socket.on('error', (error) => tell(error.message)).on('end', () => tell(over ? 'over' : 'cut off'))
}

for (let number = 0; number < Number(count); number++) hold(number)
process.on('SIGUSR2', () => {
  over = true
})
