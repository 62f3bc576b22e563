import { expect, test } from 'vitest'
import { isPushAddress } from './services.ts'

test('devices are woken at push services, and nowhere else', () => {
  for (const address of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ]) {
    expect(isPushAddress(address), address).toBe(true)
  }
  for (const address of [
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://user@fcm.googleapis.com/x',
    'https://169.254.169.254/latest/meta-data',
    'https://evilpush.apple.com.example/x',
    'file:///etc/passwd',
    'not an address',
  ]) {
    expect(isPushAddress(address), address).toBe(false)
  }
})
