// @y/websocket-server as its README starts it: documents in memory, or in LevelDB where YPERSISTENCE names a folder.
import http from 'node:http'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'

const server = http.createServer((_request, response) => response.end('okay'))
const sockets = new WebSocketServer({ noServer: true })
sockets.on('connection', (socket, request) => setupWSConnection(socket, request))
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
