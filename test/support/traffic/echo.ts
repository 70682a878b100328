import { createServer } from 'node:net'

// A program for a host: says its name to whoever comes, and then whatever it is told.
const [name] = process.argv.slice(2)
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.write(`${name}\n`)
  socket.pipe(socket)
}).listen(80, '::', () => console.log('ready'))
