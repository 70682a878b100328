import { createServer, type Socket } from 'node:net'

/** Run by itself on a host of a lab: takes mails on port 25 and prints each session as one line of JSON. */

const answers: Readonly<Record<string, string>> = { DATA: '354 go on', QUIT: '221 bye', EHLO: '502 no' }

function serve(socket: Socket): void {
  const lines: string[] = []
  let rest = ''
  let inMessage = false
  socket.write('220 lab\r\n')
  socket.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\r\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      lines.push(line)
      const verb = line.split(' ')[0] ?? ''
      if (inMessage && line !== '.') continue
      inMessage = verb === 'DATA'
      socket.write(`${answers[verb] ?? '250 ok'}\r\n`)
      if (verb === 'QUIT') socket.end()
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => console.log(JSON.stringify(lines)))
}

createServer(serve).listen(25, '127.0.0.1', () => console.log('listening'))
