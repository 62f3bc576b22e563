import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { Handshakes, ofOneCustomer } from './handshakes.ts'

function from(address: string, token?: string): IncomingMessage {
  return { headers: { cookie: token }, socket: { remoteAddress: address } } as unknown as IncomingMessage
}

function handshakes() {
  return new Handshakes({
    addressOf: (request) => request.socket.remoteAddress!,
    readToken: ({ cookie }) => cookie ?? null,
    limitScale: 1,
  })
}

test('a hall of three hundred comes in from one address at once, whatever strangers there try', () => {
  const door = handshakes()
  const strangers = Array.from({ length: 100 }, () => door.admit(from('1.2.3.4'), 0)).filter(Boolean)
  expect(strangers).toHaveLength(30)
  const people = Array.from({ length: 600 }, (_, n) => door.admit(from('1.2.3.4', `t${n % 300}`), 0)).filter(Boolean)
  expect(people).toHaveLength(600)
  expect(door.admit(from('1.2.3.5'), 0), 'another address').not.toBeNull()
})

test('one session in a loop is held off, and let in again', () => {
  const door = handshakes()
  const tries = Array.from({ length: 100 }, () => door.admit(from('1.2.3.4', 'same'), 0)).filter(Boolean)
  expect(tries).toHaveLength(30)
  expect(door.admit(from('1.2.3.4', 'same'), 10_000)).not.toBeNull()
})

test('an address has so many sockets and no more', () => {
  const door = handshakes()
  for (let n = 0; n < 1_000; n++) door.places.take('1.2.3.4')
  expect(door.admit(from('1.2.3.4', 'a'), 0)).toBeNull()
  door.places.leave('1.2.3.4')
  expect(door.admit(from('1.2.3.4', 'a'), 0)).not.toBeNull()
})

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, customer) => {
  expect(ofOneCustomer(address)).toBe(customer)
})
