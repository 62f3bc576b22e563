/**
 * Push services of the browsers there are. A device names the address at which it is woken: without this list a server
 * could be made to call any other.
 */
const SERVICES = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^[\w-]+\.push\.services\.mozilla\.com$/,
  /^(?:[\w-]+\.)?push\.apple\.com$/,
  /^[\w-]+\.notify\.windows\.com$/,
]

/** Whether an address is one of a known push service, by https and at its usual port. */
export function isPushAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  const isPlain = port === '' && username === '' && password === ''
  return protocol === 'https:' && isPlain && SERVICES.some((service) => service.test(hostname))
}
