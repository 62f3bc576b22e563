/** Where to go after signing in: a path of this site. Anything else, such as `//evil.example`, becomes the home. */
export function pathWithin(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return '/'
  const address = new URL(wanted, location.origin)
  return address.origin === location.origin ? address.pathname + address.search : '/'
}
