import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './services.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** Path of the system's Chromium, or of the one unpacked from npm where there is none. */
export async function chromiumPath(): Promise<string> {
  const found = findChromium()
  if (found) return found
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

/** A headless browser; close it when done. One browser with several contexts is far cheaper than several browsers. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), headless: true, args: flags })
}
