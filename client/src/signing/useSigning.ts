import type { ReplyOf } from '@meydan/shared/contracts/contract'
import {
  type FrozenContent,
  type FrozenVersion,
  listFrozen,
  readFrozen,
  type Signatory,
} from '@meydan/shared/contracts/signing'
import { call } from '../api.ts'
import { useShared } from '../workshop/useShared.ts'
import { type Topic, useTopic } from '../workshop/useTopic.ts'

export type Versions = ReplyOf<typeof listFrozen>
export type Signing = Topic<Versions> & {
  /** Puts a version in its place that the answer to one's own act brought. */
  took: (version: FrozenVersion) => void
}

/** The frozen versions of a document, shared by its line and its panel. */
export function useSigning(roomId: string, documentId: string): Signing {
  return useShared(`signing ${documentId}`, () => {
    const params = { roomId, documentId }
    const topic = useTopic<Versions>(roomId, 'signing', () => call(listFrozen, { params }))
    return {
      ...topic,
      took(version) {
        const now = topic.data.value
        if (!now) return void topic.reload()
        const others = now.versions.filter(({ id }) => id !== version.id)
        const versions = [version, ...others].sort((a, b) => b.number - a.number)
        // Older ones take no more words from here on.
        topic.adopt({
          ...now,
          versions: versions.map((each, index) => (index === 0 ? each : { ...each, maySign: false })),
        })
      },
    }
  })
}

/** What a version says. */
export async function contentOf(roomId: string, documentId: string, version: FrozenVersion): Promise<FrozenContent> {
  const params = { roomId, documentId, versionId: version.id }
  return (await call(readFrozen, { params })).content
}

export type VersionState = 'waiting' | 'confirmed' | 'disputed'

/** An organisation's word is the last it gave. */
export const lastOf = ({ signatures }: Signatory) => signatures.at(-1)

export function confirmed({ signatories }: FrozenVersion): number {
  return signatories.filter((signatory) => lastOf(signatory)?.kind === 'confirm').length
}

export function stateOf(version: FrozenVersion): VersionState {
  const words = version.signatories.map(lastOf)
  if (words.some((word) => word && word.kind !== 'confirm')) return 'disputed'
  return confirmed(version) === version.signatories.length ? 'confirmed' : 'waiting'
}

/** The reader's organisation among those that are asked. */
export function mine(version: FrozenVersion, organisationId: string): Signatory | undefined {
  return version.signatories.find(({ organisation }) => organisation.id === organisationId)
}
