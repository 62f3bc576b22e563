import {
  editMe,
  type Me,
  readSession,
  signIn as signInContract,
  signOut as signOutContract,
} from '@meydan/shared/contracts/session'
import type { Language } from '@meydan/shared/languages'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ApiError, call, onSignedOut } from './api.ts'
import { chooseLanguage, rememberedLanguage } from './i18n/index.ts'

/** The person behind this browser. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  /** False until the server answered once: an unreachable server is no reason to ask anyone to sign in. */
  const known = ref(false)
  let loading: Promise<void> | undefined

  function adopt(person: Me | null): void {
    me.value = person
    known.value = true
  }

  async function read(): Promise<void> {
    try {
      const { me: person } = await call(readSession)
      adopt(person)
      // On a new device the person's own language counts more than the browser's.
      if (person && !rememberedLanguage()) await chooseLanguage(person.language).catch(() => {})
    } catch (error) {
      loading = undefined
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** Asks the server once; again only after a failure. Never throws. */
  const load = (): Promise<void> => (loading ??= read())

  async function signIn(email: string, password: string): Promise<void> {
    adopt((await call(signInContract, { body: { email, password } })).me)
    loading = Promise.resolve()
  }

  /** Ends the session here and on the server, and with it everything kept on this device. */
  async function signOut(): Promise<void> {
    const { wipeAtSignOut } = await import('./documents/kept.ts')
    await call(signOutContract)
    await wipeAtSignOut()
    adopt(null)
  }

  /** After joining or setting up an account the cookie is another one: ask anew. */
  async function reload(): Promise<void> {
    loading = undefined
    await load()
  }

  async function setLanguage(language: Language): Promise<void> {
    await chooseLanguage(language)
    if (me.value) me.value = (await call(editMe, { body: { language } })).me
  }

  onSignedOut(() => adopt(null))
  return { me, known, adopt, load, reload, signIn, signOut, setLanguage }
})
