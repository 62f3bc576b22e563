// y-socket.io as its README starts it: documents in memory, or in LevelDB where YPERSISTENCE names a folder.
import http from 'node:http'
import { Server } from 'socket.io'
import { YSocketIO } from 'y-socket.io/dist/server'

const server = http.createServer((_request, response) => response.end('okay'))
// Its default of 1 MB is below the board that people join.
const documents = new YSocketIO(new Server(server, { maxHttpBufferSize: 1e8 }))
documents.initialize()
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
