import { ref } from 'vue'

const STORAGE_KEY = 'meydan.sound'
const LOUDNESS = 0.05
const TONE_S = 0.45
const APART_S = 0.16

/** Two soft tones each: up where something begins, down where time is over. Hz. */
const melodies = { step: [523, 659], over: [523, 415] } as const

const isOn = ref(remembered())
let audio: AudioContext | undefined

/** Whether steps may be heard on this device. A phone in a room of sixty is quiet unless its owner wants otherwise. */
export const soundOn = isOn

function remembered(): boolean {
  try {
    const kept = localStorage.getItem(STORAGE_KEY)
    if (kept) return kept === 'on'
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  return window.matchMedia('(min-width: 640px)').matches
}

export function setSound(on: boolean): void {
  isOn.value = on
  if (on) wake()
  try {
    localStorage.setItem(STORAGE_KEY, on ? 'on' : 'off')
  } catch {
    // As above.
  }
}

/** Browsers allow sound only after somebody pressed something, and some only if it was asked for right then. */
export function wake(): void {
  if (!isOn.value || typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  if (audio.state === 'suspended') audio.resume().catch(() => {})
}

/** Sounds, if it may. Nothing is told by sound alone. */
export function sound(name: keyof typeof melodies): void {
  if (!isOn.value || audio?.state !== 'running') return
  const { currentTime, destination } = audio
  for (const [index, hertz] of melodies[name].entries()) {
    const begins = currentTime + index * APART_S
    const tone = new OscillatorNode(audio, { frequency: hertz })
    const gain = new GainNode(audio, { gain: 0 })
    gain.gain.setValueAtTime(0, begins)
    gain.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.03)
    gain.gain.exponentialRampToValueAtTime(0.0001, begins + TONE_S)
    tone.connect(gain).connect(destination)
    tone.start(begins)
    tone.stop(begins + TONE_S)
  }
}
